import {
  allocate,
  BlockzooError,
  describeType,
  RandomStream,
  sizeOf,
  type Feeds,
  type Graph,
  type NDArray,
  type Tensor,
} from "@blockzoo/core";

/**
 * Values for the inputs of a graph whose sizes are numbers: floats are normal, integers and booleans 0 or 1, which are
 * classes and indices everywhere.
 */
export function exampleInputs(graph: Graph, seed: number): Feeds {
  return Object.fromEntries(graph.inputs.map(({ name, tensor }) => [name, exampleValues(name, tensor, seed)]));
}

function exampleValues(name: string, tensor: Tensor, seed: number): NDArray {
  const shape = tensor.shape.map((size) => {
    if (typeof size === "number") return size;
    throw new BlockzooError(
      `the input "${name}" is ${describeType(tensor)}: give all its sizes with --input 1x3x224x224`,
    );
  });
  const stream = new RandomStream(seed, "compare", name);
  const data = allocate(tensor.dtype, sizeOf(shape));
  if (data instanceof Float32Array) stream.fillNormal(data);
  else data.forEach((_, index) => (data[index] = stream.integer(2)));
  return { dtype: tensor.dtype, shape, data };
}
