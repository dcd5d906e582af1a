import { isTensor, type Tensor } from "../tensor.js";
import { currentBuilder, type TensorLike } from "./builder.js";
import type { Attributes } from "./graph.js";

/**
 * Gives a function of tensors a name that backends know. The function still is what its ops say: it is traced,
 * differentiated and run on the reference like any other. A backend whose table has the name may run something native in
 * its place; both results are then tested equal. Any package can define one.
 *
 * Everything the function uses must come in through `inputs`; it returns one tensor or several, all made by its last op.
 *
 * @example
 * const swish = composite("swish", ([x]) => mul(x!, sigmoid(x!)));
 * swish([x], {});
 */
export function composite<A extends Attributes, Result extends Tensor | readonly Tensor[] = Tensor>(
  name: string,
  define: (inputs: readonly Tensor[], attributes: A) => Result,
): (inputs: readonly TensorLike[], attributes: A) => Result {
  return (inputs, attributes) => {
    const builder = currentBuilder(`${name}(...)`);
    const adopted = builder.adoptAll(inputs);
    let result: Result | undefined;
    builder.inRegion(name, adopted, attributes, () => {
      const made = (result = define(adopted, attributes));
      return isTensor(made) ? [made] : made;
    });
    return result!;
  };
}
