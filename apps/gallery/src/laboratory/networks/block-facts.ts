import type { TensorType } from "@blockzoo/core";
import type { Block } from "@blockzoo/core";
import { summarize, type BlockSummary, type TensorSummary } from "@blockzoo/inspect";

/** What a block costs with all that is in it, for one sample. */
export interface BlockFacts {
  readonly path: string;
  /** The name of its class. */
  readonly type: string;
  readonly outputs: readonly TensorSummary[];
  readonly parameters: number;
  /** Of all parameters, from 0 to 1. */
  readonly shareOfParameters: number;
  readonly macs: number;
  readonly shareOfMacs: number;
  /** What it makes, four bytes each. */
  readonly activationBytes: number;
  /** How often the forward pass calls it. */
  readonly calls: number;
}

interface Computation {
  readonly method: string;
  readonly inputs: Readonly<Record<string, TensorType>>;
}

/** All blocks of a model in the order in which they are called, the model itself first, with the path `""`. */
export function blockFacts(model: Block, { method, inputs }: Computation): BlockFacts[] {
  const { blocks, totals } = summarize(model, { method, inputs });
  return blocks.map((block, at) => {
    const { path, type, outputs, calls } = block;
    // Those in it stand right behind it, deeper.
    const next = blocks.findIndex(({ depth }, index) => index > at && depth <= block.depth);
    const within = blocks.slice(at, next < 0 ? undefined : next);
    const sum = (key: "parameters" | "macs" | "activationBytes") =>
      within.reduce((total, each) => total + each[key], 0);
    const share = (value: number, total: number) => (total === 0 ? 0 : value / total);
    return {
      path,
      type,
      outputs,
      calls,
      parameters: sum("parameters"),
      shareOfParameters: share(sum("parameters"), totals.parameters),
      macs: sum("macs"),
      shareOfMacs: share(sum("macs"), totals.macs),
      activationBytes: sum("activationBytes"),
    } satisfies BlockFacts & Partial<BlockSummary>;
  });
}
