import { ndarray, type NDArray } from "@blockzoo/core";
import { drawInputs, graphDefinition, mainOutput, type Drill } from "@blockzoo/family";
import { meanSquaredError } from "@blockzoo/train";

/** What cannot be told apart in maps of a quarter of the size. */
const square = 4;

/** The negative of the first input, images of squares of one colour: what any network can learn that gives images of their size. */
export const negativeDrill: Drill = {
  batch(variant, options) {
    const inputs = drawInputs(graphDefinition(variant, "forward"), options);
    const [[name, drawn]] = Object.entries(inputs) as [[string, NDArray]];
    const images = inSquares(drawn);
    return { ...inputs, [name]: images, negative: ndarray(images.data.map(negated), images.shape) };
  },
  loss: (variant, model, { negative, ...inputs }) => meanSquaredError(mainOutput(variant, model, inputs), negative!),
};

/** Images [N, C, H, W] in which each square has the value of its upper left. */
function inSquares({ data, shape }: NDArray) {
  const [height, width] = shape.slice(2) as [number, number];
  const values = Float32Array.from(data, (_, at) => {
    const [x, y] = [at % width, Math.floor(at / width) % height];
    return data[at - (x % square) - (y % square) * width]!;
  });
  return ndarray(values, shape);
}

function negated(value: number): number {
  return 1 - value;
}
