import { primitives, rewrite, type Graph, type NDArray, type Tensor } from "@blockzoo/core";

/** Whether values of a tensor were not a number, or not finite, in one run. */
export interface Flags {
  readonly nan: boolean;
  readonly nonFinite: boolean;
}

export interface TappedStep {
  /** Two small outputs for each float32 tensor of the step, and no update of the state. */
  readonly graph: Graph;
  /** What the outputs of a run say about a tensor of the original graph. */
  flagsOf(tensor: Tensor, outputs: Readonly<Record<string, NDArray>>): Flags;
}

/**
 * A graph in which every tensor is looked at: values times zero, and one for each value that differs from itself, are
 * summed up where they are, so that two numbers a tensor are all that is kept and comes back.
 */
export function tappedStep(step: Graph): TappedStep {
  const names = new Map<Tensor, string>();
  const taps: { readonly name: string; readonly tensor: Tensor }[] = [];
  const tapped = rewrite(step, {
    node(node, { builder, copy }) {
      const copies = copy(node);
      const sum = (tensor: Tensor): Tensor =>
        builder.emit(primitives.reduceSum, [tensor], {
          axes: Array.from({ length: tensor.rank }, (_, axis) => axis),
          keepDimensions: false,
        })[0]!;
      node.outputs.forEach((output, index) => {
        const tensor = copies[index];
        if (tensor?.dtype !== "float32") return;
        const name = `tap${names.size}`;
        names.set(output, name);
        const [zeros] = builder.emit(primitives.mul, [tensor, 0], {});
        const [same] = builder.emit(primitives.equal, [tensor, tensor], {});
        const [different] = builder.emit(primitives.where, [same!, 0, 1], {});
        taps.push({ name: `${name}.finite`, tensor: sum(zeros!) }, { name: `${name}.nan`, tensor: sum(different!) });
      });
      return copies;
    },
  });
  return {
    graph: withOutputs(tapped, taps),
    flagsOf(tensor, outputs) {
      const name = names.get(tensor);
      const [finite, nan] = [outputs[`${name}.finite`]?.data[0], outputs[`${name}.nan`]?.data[0]];
      return { nan: nan !== undefined && nan > 0, nonFinite: finite !== undefined && !Number.isFinite(finite) };
    },
  };
}

/** A graph with other outputs, which changes no state. */
export function withOutputs(graph: Graph, outputs: Graph["outputs"]): Graph {
  return { ...graph, outputs, probes: [], state: graph.state.map((entry) => ({ ...entry, output: undefined })) };
}
