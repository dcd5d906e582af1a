import { composite } from "../../graph/composite.js";
import { sigmoid } from "../../ops/elementwise.js";
import type { Tensor } from "../../tensor.js";

/** A sigmoid with the name of its gate, which diagrams show. */
export function gate(name: string): (x: Tensor) => Tensor {
  const named = composite(`${name} gate`, ([x]) => sigmoid(x!));
  return (x) => named([x], {});
}
