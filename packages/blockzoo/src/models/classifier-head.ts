import { blocksOf, check, freeze, Linear, replace, trace, type Block } from "@blockzoo/core";
import type { Variant } from "@blockzoo/family";
import type { SingleInput } from "./input-types.js";
import type { NewHead } from "./weights-description.js";

/**
 * The path of the dense layer that gives a network's scores, the last one of a classifier: `fc`, `classifier.6`.
 *
 * @throws BlockzooError where the network has several outputs, or ends in something else
 */
export function headOf(name: string, block: Block, input: SingleInput): string {
  const { dtype, shape } = input.type;
  const [output, ...further] = trace(block, { [input.name]: input.type }, { name }).outputs;
  check(output !== undefined && further.length === 0, () => `${name} gives several outputs: ${onlyOne}`);
  const { path } = output.tensor.node;
  checkHead(name, block, path);
  // Auxiliary heads give scores of their own in training, where batch normalisation needs to know the batch.
  const batch = { [input.name]: { dtype, shape: [2, ...shape.slice(1)] } };
  const { outputs } = trace(block, batch, { name, mode: "train" });
  check(outputs.length === 1, () => `${name} gives ${outputs.length} outputs in training: ${onlyOne}`);
  return path;
}

const onlyOne = "only a network with one can be given new classes";

/** A variant with a new dense layer of so many classes in the place of its last one. */
export function withHead(name: string, variant: Variant, { path, classes }: NewHead): Variant {
  const create = (): Block => {
    const block = variant.create();
    const { inFeatures } = checkHead(name, block, path);
    return replace(block, path, new Linear(inFeatures, classes));
  };
  return { ...variant, create };
}

/** Leaves all layers but the last one out of training. */
export function freezeTrunk(block: Block, head: string): void {
  const isAround = (path: string) => path === "" || head === path || head.startsWith(`${path}.`);
  freeze(block, ...[...blocksOf(block).keys()].filter((path) => !isAround(path)));
}

function checkHead(name: string, block: Block, path: string): Linear {
  const head = blocksOf(block).get(path);
  check(head instanceof Linear, () => {
    const found = head === undefined || path === "" ? "an operation" : `${path}, a ${head.constructor.name}`;
    return `${name} ends in ${found}: only a network that ends in a dense layer can be given new classes`;
  });
  return head;
}
