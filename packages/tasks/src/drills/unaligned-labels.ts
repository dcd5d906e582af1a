import { ndarray, RandomStream, type Block, type Tensor } from "@blockzoo/core";
import { drawInputs, graphDefinition, type Drill } from "@blockzoo/family";
import { ctcLoss } from "@blockzoo/train";
import { mainOutputShape } from "./main-output-shape.js";

/** A network of padded sequences that gives logits `[N, T, V]`, and how many steps of each are real. */
interface Aligning extends Block {
  forward(x: Tensor, lengths: Tensor): { readonly logits: Tensor; readonly steps: Tensor };
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
    const { logits, steps } = (model as Aligning).forward(x!, lengths!);
    return ctcLoss(logits, y!, { inputLengths: steps });
  },
};
