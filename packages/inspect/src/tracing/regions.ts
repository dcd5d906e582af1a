import type { Node, Region } from "@blockzoo/core";

/** The outermost composite that a node is part of, but for those that are loops: what these do shall be seen. */
export function regionOf(node: Node): Region | undefined {
  let outermost: Region | undefined;
  for (let region = node.region; region !== undefined; region = region.parent) {
    if (!region.name.endsWith(" loop")) outermost = region;
  }
  return outermost;
}
