import type { Graph } from "./graph/graph.js";
import { sizeOf, type NDArray } from "./ndarray.js";
import { RandomStream } from "./random/random-stream.js";
import { numericShape } from "./dimensions.js";
import type { StateDict } from "./backend.js";

/**
 * The values of a graph's random inputs for one run, in the order of `graph.random`. They depend on the seed, the stream
 * (the path of the block that asked) and the step, and on nothing else: a dropout layer more moves no other number.
 */
export function randomFeeds(graph: Graph, options: { readonly seed: number; readonly step: number }): NDArray[] {
  return graph.random.map(({ tensor, distribution, stream }) => {
    const shape = numericShape(tensor.shape, `random input "${stream}"`);
    const data = new Float32Array(sizeOf(shape));
    const source = new RandomStream(options.seed, "random", stream, options.step);
    if (distribution === "uniform") source.fillUniform(data);
    else source.fillNormal(data);
    return { dtype: "float32", shape, data };
  });
}

/** The values that a graph's state starts from, each drawn by its initializer from (seed, name). */
export function initialState(graph: Graph, seed: number): StateDict {
  return new Map(
    graph.state.map(({ name, tensor, initializer }) => [
      name,
      initializer(numericShape(tensor.shape, `state "${name}"`), new RandomStream(seed, "state", name)),
    ]),
  );
}
