import { ndarray, RandomStream, sizeOf } from "@blockzoo/core";
import { drawInputs, graphDefinition, mainOutput, type Drill } from "@blockzoo/family";
import { crossEntropy } from "@blockzoo/train";
import { mainOutputShape } from "./main-output-shape.js";

/** Random labels for random inputs, one for each place where the network gives maps; learned by cross-entropy. */
export const classesDrill: Drill = {
  batch(variant, { samples, seed }) {
    const graph = graphDefinition(variant, "forward");
    const [, classes, ...places] = mainOutputShape(variant, { samples });
    const stream = new RandomStream(seed, "labels");
    const labels = Array.from({ length: samples * sizeOf(places) }, () => stream.integer(classes!));
    return { ...drawInputs(graph, { samples, seed }), y: ndarray(labels, [samples, ...places], "int32") };
  },
  loss: (variant, model, { y, ...inputs }) => crossEntropy(mainOutput(variant, model, inputs), y!),
};
