import type { DiagramFunction, Layout } from "@blockzoo/inspect";

/** What one can go to in a diagram: a node, or the frame of an open block. */
export interface DiagramItem {
  /** In this drawing. */
  readonly id: string;
  /** The same for the same thing in another drawing of the network. */
  readonly key: string;
  /** The blocks that it is, or that it is a function of; of an input or an output none. */
  readonly paths: readonly string[];
  /** The function that it is; undefined for a block, and for what is neither. */
  readonly called: DiagramFunction | undefined;
  /** The input of the network that it is. */
  readonly input: string | undefined;
  readonly state: "open" | "closed" | "whole";
  /** How deep it stands in frames, from 1. */
  readonly level: number;
  /** The id of the frame around it. */
  readonly parent: string | undefined;
}

/** The items of a drawing as one reads them: a frame, then what is in it, by the order of the forward pass. */
export function inTreeOrder({ nodes, clusters }: Layout): DiagramItem[] {
  const times = new Map<string, number>();
  const keyOf = (name: string) => {
    const time = times.get(name) ?? 0;
    times.set(name, time + 1);
    return time === 0 ? name : `${name} (${time + 1})`;
  };
  const firstIn = new Map<string, number>();
  const frames = new Map(clusters.map(({ cluster }) => [cluster.id, cluster]));
  nodes.forEach(({ node }, index) => {
    for (let frame = node.cluster; frame !== undefined; frame = frames.get(frame)?.parent) {
      if (!firstIn.has(frame)) firstIn.set(frame, index);
    }
  });
  const entries = [
    ...nodes.map(({ node }, index) => {
      // What a network or a loop is given comes first.
      return { kind: "node" as const, node, at: node.kind === "input" ? -1 : index, parent: node.cluster };
    }),
    ...clusters.map(({ cluster }) => ({
      kind: "frame" as const,
      cluster,
      at: firstIn.get(cluster.id) ?? nodes.length,
      parent: cluster.parent,
    })),
  ];
  const walk = (parent: string | undefined, level: number): DiagramItem[] =>
    entries
      .filter((entry) => entry.parent === parent)
      .toSorted((a, b) => a.at - b.at)
      .flatMap((entry): DiagramItem[] => {
        if (entry.kind === "frame") {
          const { id, paths, label } = entry.cluster;
          const state = paths.length > 0 ? "open" : "whole";
          const key = keyOf(paths.length > 0 ? paths.join(" ") : `frame ${label}`);
          return [
            { id, key, paths, called: undefined, input: undefined, state, level, parent },
            ...walk(id, level + 1),
          ];
        }
        const { id, kind, paths, isBlock, canOpen, label, function: called, cluster } = entry.node;
        const input = kind === "input" && cluster === undefined ? label : undefined;
        const key = keyOf(isBlock ? paths.join(" ") : [...paths, label].join(" "));
        return [{ id, key, paths, called, input, state: canOpen ? "closed" : "whole", level, parent }];
      });
  return walk(undefined, 1);
}
