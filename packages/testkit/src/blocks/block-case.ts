import type { Block, CaseInput, Mode, Structure, Tensor } from "@blockzoo/core";

/** A block, or a function of tensors: what a case makes and the kit then calls with the inputs in order. */
export type BlockUnderTest = Block | ((...inputs: Tensor[]) => Structure<Tensor>);

/**
 * One conformance case of a block or of a function above the primitives. Every backend is tested on it against the
 * reference, the reference against PyTorch, its gradients against central differences.
 */
export interface BlockCase {
  /** The name of the block or function, and what is special about the case: `Conv1d: stride 2`. */
  readonly title: string;
  readonly inputs: readonly CaseInput[];
  readonly create: () => BlockUnderTest;
  /** Default `"eval"`. */
  readonly mode?: Mode;
  /** How values of parameters and buffers are drawn, by the end of their names; default uniformly from -1 to 1. */
  readonly state?: Readonly<Record<string, Pick<CaseInput, "range" | "distinct">>>;
  /** As of an op's case: false where the function is not differentiable at the drawn point. */
  readonly gradient?: false;
}
