import { ndarray, RandomStream, sizeOf } from "@blockzoo/core";
import { drawInputs, inferenceGraph, mainOutput, numericTypes, type Drill, type Variant } from "@blockzoo/family";
import { crossEntropy } from "@blockzoo/train";

/** Random labels for random inputs, one for each place where the network gives maps; learned by cross-entropy. */
export const classesDrill: Drill = {
  batch(variant, { samples, seed }) {
    const { input } = variant.graphs["forward"]!;
    const [, classes, ...places] = scoresShape(variant, samples);
    const stream = new RandomStream(seed, "labels");
    const size = samples * sizeOf(places);
    const labels = Array.from({ length: size }, () => stream.integer(classes!));
    return { ...drawInputs(input, { samples, seed }), y: ndarray(labels, [samples, ...places], "int32") };
  },
  loss: (variant, model, { y, ...inputs }) => crossEntropy(mainOutput(variant, model, inputs), y!),
};

function scoresShape(variant: Variant, samples: number): readonly number[] {
  const { input, output } = variant.graphs["forward"]!;
  const numbers = numericTypes(input, { samples });
  const numeric = { ...variant, graphs: { forward: { input: numbers, output } } };
  return inferenceGraph(numeric).outputs.find(({ name }) => name === output)!.tensor.shape as number[];
}
