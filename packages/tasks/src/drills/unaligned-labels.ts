import { ndarray, RandomStream, type Block, type Tensor } from "@blockzoo/core";
import { drawInputs, graphDefinition, type Drill } from "@blockzoo/family";
import { ctcLoss } from "@blockzoo/train";
import { mainOutputShape } from "./main-output-shape.js";

/** A network of padded sequences, `forward(x, lengths)`, that says how many steps of its logits `[N, T, V]` are real. */
interface Aligning extends Block {
  forward(x: Tensor, lengths: Tensor): Tensor;
  outputLengths(lengths: Tensor): Tensor;
}

/** Of each sample. */
const labels = 3;

/** Random labels in order for random sequences, all steps of which are real; learned by CTC with class 0 as the blank. */
export const unalignedLabelsDrill: Drill = {
  batch(variant, { samples, seed }) {
    const graph = graphDefinition(variant, "forward");
    const classes = mainOutputShape(variant, { samples }).at(-1)!;
    const [x] = Object.values(drawInputs(graph, { samples, seed }));
    const lengths = new Int32Array(samples).fill(x!.shape[1]!);
    const stream = new RandomStream(seed, "labels");
    const y = Int32Array.from({ length: samples * labels }, () => 1 + stream.integer(classes - 1));
    return { x: x!, lengths: ndarray(lengths), y: ndarray(y, [samples, labels]) };
  },
  loss(_, model, { x, lengths, y }) {
    const network = model as Aligning;
    return ctcLoss(network.forward(x!, lengths!), y!, { inputLengths: network.outputLengths(lengths!) });
  },
};
