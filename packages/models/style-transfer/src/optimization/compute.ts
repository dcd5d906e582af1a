import {
  gaussianBlur,
  resize,
  trace,
  type Backend,
  type Feeds,
  type Model,
  type NDArray,
  type StateDict,
  type Structure,
  type Tensor,
} from "@blockzoo/core";
import { typesOf } from "@blockzoo/train";

export interface ComputeOptions {
  readonly backend: Backend;
  /** What has the parameters. Default: nothing. */
  readonly model?: Model;
  readonly weights?: StateDict;
}

/** Computes something once: outputs by their paths. */
export async function compute(
  f: (inputs: Readonly<Record<string, Tensor>>) => Structure<Tensor>,
  inputs: Feeds,
  { backend, model, weights }: ComputeOptions,
): Promise<Readonly<Record<string, NDArray>>> {
  const graph = trace(f, typesOf(inputs), model && { model });
  const executable = await backend.compile(graph, weights && { weights });
  try {
    return (await executable.run(inputs)).outputs;
  } finally {
    executable.dispose();
  }
}

/** A picture [1, C, H, W] at another size, by cubic interpolation. */
export async function resized(
  picture: NDArray,
  size: readonly [height: number, width: number],
  backend: Backend,
): Promise<NDArray> {
  const { output } = await compute(
    (inputs) => ({ output: resize(inputs["picture"]!, { size: [...size], mode: "cubic" }) }),
    { picture },
    { backend },
  );
  return output!;
}

/** A picture [1, C, H, W], blurred by a Gaussian of a deviation in pixels. */
export async function blurred(picture: NDArray, deviation: number, backend: Backend): Promise<NDArray> {
  const { output } = await compute(
    (inputs) => ({ output: gaussianBlur(inputs["picture"]!, deviation) }),
    { picture },
    { backend },
  );
  return output!;
}
