import type { Feeds } from "../backend.js";
import type { Dimension } from "../dimensions.js";
import { BlockzooError } from "../errors.js";
import type { Graph } from "../graph/graph.js";
import { allocate, sizeOf, type NDArray } from "../ndarray.js";
import { describeType } from "../tensor.js";

/**
 * Checks what a run is fed against the inputs of the graph, before anything runs.
 *
 * @returns the sizes of the named dimensions, as the feeds have them
 * @throws BlockzooError naming the input, what was found and what was expected
 */
export function checkFeeds(graph: Graph, feeds: Feeds): Record<string, number> {
  const sizes: Record<string, number> = {};
  const expected = graph.inputs.map(({ name, tensor }) => `${name}: ${describeType(tensor)}`).join(", ");
  for (const name of Object.keys(feeds)) {
    if (!graph.inputs.some((input) => input.name === name)) {
      throw new BlockzooError(`there is no input "${name}": the graph takes ${expected || "none"}`);
    }
  }
  for (const { name, tensor } of graph.inputs) {
    const feed = feeds[name];
    if (feed === undefined) throw new BlockzooError(`the input "${name}" is missing: the graph takes ${expected}`);
    checkFeed(name, feed);
    const fits =
      feed.shape.length === tensor.shape.length &&
      tensor.shape.every((dimension, axis) => fitsTo(dimension, feed.shape[axis]!, sizes));
    if (feed.dtype !== tensor.dtype || !fits) {
      const known = Object.entries(sizes).map(([dimension, size]) => `${dimension}=${size}`);
      throw new BlockzooError(
        `the input "${name}" expects ${describeType(tensor)}${known.length === 0 ? "" : ` with ${known.join(", ")}`}, got ${describeType(feed)}`,
      );
    }
  }
  return sizes;
}

function fitsTo(dimension: Dimension, size: number, sizes: Record<string, number>): boolean {
  return typeof dimension === "number" ? dimension === size : (sizes[dimension] ??= size) === size;
}

function checkFeed(name: string, feed: NDArray): void {
  if (!ArrayBuffer.isView(feed.data) || !Array.isArray(feed.shape)) {
    throw new BlockzooError(
      `the input "${name}" must be an NDArray { dtype, shape, data }: make one with ndarray(values, shape)`,
    );
  }
  if (feed.data.length !== sizeOf(feed.shape)) {
    throw new BlockzooError(`the input "${name}" has ${feed.data.length} values for ${describeType(feed)}`);
  }
  const kind = allocate(feed.dtype, 0).constructor;
  const isDouble = feed.dtype === "float32" && feed.data instanceof Float64Array;
  if (feed.data.constructor !== kind && !isDouble) {
    throw new BlockzooError(
      `the input "${name}" is ${feed.dtype}, so its data must be a ${kind.name}, got ${feed.data.constructor.name}`,
    );
  }
}
