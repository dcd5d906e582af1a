import { ndarray, RandomStream, sizeOf } from "@blockzoo/core";
import { drawInputs, graphDefinition, inferenceGraph, mainOutput, numericTypes, type Drill } from "@blockzoo/family";
import { meanSquaredError } from "@blockzoo/train";

/** Random numbers as the main output for random inputs; learned by the squared error. */
export const tensorsDrill: Drill = {
  batch(variant, { samples, seed }) {
    const [name] = Object.keys(variant.graphs);
    const { input, output } = graphDefinition(variant, name!);
    const graphs = { [name!]: { input: numericTypes(input, { samples }), output } };
    const found = inferenceGraph({ ...variant, graphs }, { name: name! }).outputs.find(({ name }) => name === output)!;
    const shape = found.tensor.shape as number[];
    const target = new RandomStream(seed, "targets").fillUniform(new Float32Array(sizeOf(shape)), -1, 1);
    return { ...drawInputs(input, { samples, seed }), target: ndarray(target, shape) };
  },
  loss(variant, model, { target, ...inputs }) {
    const [name] = Object.keys(variant.graphs);
    return meanSquaredError(mainOutput(variant, model, inputs, { name: name! }), target!);
  },
};
