import { ndarray, RandomStream, sizeOf } from "@blockzoo/core";
import { drawInputs, graphDefinition, mainOutput, type Drill, type Variant } from "@blockzoo/family";
import { meanSquaredError } from "@blockzoo/train";
import { mainOutputShape } from "./main-output-shape.js";

/** Random numbers as the main output of the first graph for random inputs; learned by the squared error. */
export const tensorsDrill: Drill = {
  batch(variant, { samples, seed }) {
    const name = firstGraph(variant);
    const graph = graphDefinition(variant, name);
    const shape = mainOutputShape(variant, { name, samples });
    const target = new RandomStream(seed, "targets").fillUniform(new Float32Array(sizeOf(shape)), -1, 1);
    return { ...drawInputs(graph, { samples, seed }), target: ndarray(target, shape) };
  },
  loss: (variant, model, { target, ...inputs }) =>
    meanSquaredError(mainOutput(variant, model, inputs, { name: firstGraph(variant) }), target!),
};

function firstGraph({ graphs }: Variant): string {
  return Object.keys(graphs)[0]!;
}
