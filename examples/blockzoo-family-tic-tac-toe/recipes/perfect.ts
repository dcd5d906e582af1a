/** Whether a network that was shown how to play four fifths of all positions knows how to play the others. */
import {
  Block,
  Linear,
  logSoftmax,
  mul,
  ndarray,
  neg,
  RandomStream,
  reduceMean,
  reduceSum,
  type Tensor,
} from "@blockzoo/core";
import { arrayDataset, type Dataset } from "@blockzoo/data";
import { adam, supervisedRecipe, type Metric, type RecipeDataContext } from "@blockzoo/train";
import { bestMoves, positions, type Board } from "../src/game.js";
import { encode } from "../src/playing/encode.js";
import { TicTacToe } from "../src/tic-tac-toe.js";

/** `x` [n, 18], and `moves` [n, 9]: the best moves, each with an equal share. */
function datasetOf(boards: readonly Board[], name: string): Dataset {
  const shares = boards.map((board) => {
    const best = bestMoves(board);
    return Array.from({ length: 9 }, (_, square) => (best.includes(square) ? 1 / best.length : 0));
  });
  const arrays = {
    x: ndarray(Float32Array.from(boards.flatMap(encode)), [boards.length, 18]),
    moves: ndarray(Float32Array.from(shares.flat()), [boards.length, 9]),
  };
  return arrayDataset({ name, arrays });
}

/** Every fifth of all positions in a random order is held out. */
async function perfect({ trainSeed }: RecipeDataContext): Promise<{ train: Dataset; test: Dataset }> {
  const all = positions();
  const order = [...new RandomStream(trainSeed, "positions").permutation(all.length)].map((index) => all[index]!);
  return {
    train: datasetOf(
      order.filter((_, index) => index % 5 !== 0),
      "played",
    ),
    test: datasetOf(
      order.filter((_, index) => index % 5 === 0),
      "held out",
    ),
  };
}

/** The moves of the training positions dealt out at random. */
async function withShuffledMoves(context: RecipeDataContext): Promise<{ train: Dataset; test: Dataset }> {
  const { train, test } = await perfect(context);
  const order = new RandomStream(context.trainSeed, "moves").permutation(train.size);
  const all = train.gather(Uint32Array.from({ length: train.size }, (_, index) => index));
  const arrays = { x: all["x"]!, moves: train.gather(order)["moves"]! };
  return { train: arrayDataset({ name: train.name, arrays }), test };
}

/** How often the free square with the highest score is a best move. */
const best: Metric = ({ outputs, inputs }) => {
  const [scores, boards, moves] = [outputs["logits"]!.data, inputs["x"]!.data, inputs["moves"]!.data];
  const count = boards.length / 18;
  let right = 0;
  for (let board = 0; board < count; board++) {
    const isFree = (square: number) => boards[board * 18 + square] === 0 && boards[board * 18 + 9 + square] === 0;
    const free = Array.from({ length: 9 }, (_, square) => square).filter(isFree);
    const [first] = free.toSorted((a, b) => scores[board * 9 + b]! - scores[board * 9 + a]!);
    right += Number(moves[board * 9 + first!]! > 0);
  }
  return right / count;
};

function loss(model: Block, batch: object): Tensor {
  const { x, moves } = batch as { readonly x: Tensor; readonly moves: Tensor };
  const scores = (model.forward as (x: Tensor) => Tensor)(x);
  return neg(reduceMean(reduceSum(mul(logSoftmax(scores), moves), { axes: [1] })));
}

const training = {
  data: perfect,
  loss,
  metrics: { best },
  optimizer: adam({ learningRate: 3e-3 }),
  batchSize: 64,
  steps: 1500,
};
const data = "all 4,520 positions, a fifth held out";
const gate = { metric: "best", atLeast: 0.93 };

const linear = supervisedRecipe<Block>({
  ...training,
  id: "tic-tac-toe.perfect.linear",
  variant: "linear",
  claim: "Without a hidden layer, whose line it is cannot be seen.",
  gate: { metric: "best", atMost: 0.8 },
  create: () => new Linear(18, 9),
  settings: { data, network: "linear" },
});

const options = {
  ...training,
  id: "tic-tac-toe.perfect",
  variant: "tic-tac-toe",
  claim:
    "A network that is shown perfect play in four fifths of all positions finds it in the others (after Michie 1963).",
  gate,
  create: (): Block => new TicTacToe(),
};

export const ticTacToePerfect = supervisedRecipe<Block>({
  ...options,
  settings: { data },
  baselines: { linear },
  ahead: { linear: 0.2 },
  control: supervisedRecipe<Block>({
    ...options,
    id: "tic-tac-toe.perfect.control",
    data: withShuffledMoves,
    settings: { data, moves: "shuffled" },
  }),
});
