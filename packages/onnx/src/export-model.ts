import type { Graph } from "@blockzoo/core";
import { buildModel, type ModelOptions } from "./build-model.js";
import { encodeModel } from "./codec.js";

/**
 * Writes a graph as an `.onnx` file. Inputs and outputs keep their names, but for an output that is called as an input, which
 * becomes `<name>.next`; named dimensions stay open (`dim_param`); every value carries its shape. State with a value in `options.weights` becomes a constant of the same name; other state becomes
 * an input `state.<name>` and, where the graph updates it, an output `state.<name>.next`: the form of a training step.
 * Random numbers are inputs `random.<stream>`.
 *
 * @throws BlockzooError for an unknown opset, a weight of another shape, ops that ONNX lacks (all of them in one
 * message, with their block paths), and models above 2 GB
 * @example await writeFile("net.onnx", exportModel(trace(net, { input: float32("N", 1, 28, 28) }), { weights }));
 */
export function exportModel(graph: Graph, options: ModelOptions = {}): Uint8Array {
  return encodeModel(buildModel(graph, options).proto);
}
