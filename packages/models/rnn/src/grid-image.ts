/**
 * A 3-LSTM: a network for images in which memory runs along depth, rows and columns, as in the digits of N. Kalchbrenner, I.
 * Danihelka, A. Graves, "Grid long short-term memory", arXiv 1507.01526; the block is that of grid-lstm.ts.
 *
 * Notation: an image is a plane of patches. Each makes the first hidden vector and memory of depth; a layer is one block at all
 * places of the plane, which hands what it makes up to the next layer, down to the next row and on to the next column.
 *
 * Deviations: layers begin at the upper left corner and at the lower right one in turn, where the paper begins at each of the
 * four; the classifier is linear, on the mean over the plane.
 */
import { Block, check, expand, Linear, reduceMean, reshape, scan, transpose, type Tensor } from "@blockzoo/core";
import { GridLSTMBlock, type GridLSTMOptions } from "./grid-lstm.js";

export interface GridLSTMImageOptions extends GridLSTMOptions {
  /** Default 1. */
  readonly inChannels?: number;
  /** How many pixels a patch is high and wide: height and width of images are multiples of it. */
  readonly patch: number;
  readonly hiddenSize: number;
  readonly layers: number;
  readonly outputSize: number;
}

/** What is handed on along one dimension: [N, hidden], or for all places of a row or of a plane. */
type Side = { readonly h: Tensor; readonly m: Tensor };

/**
 * Images [N, inChannels, H, W] to logits [N, outputSize].
 *
 * State: `hidden` and `memory`, linear layers on patches, `layers.<i>.sides.<depth, rows, columns>`, `head`.
 *
 * @example new GridLSTMImage({ patch: 4, hiddenSize: 32, layers: 2, outputSize: 10 })
 */
export class GridLSTMImage extends Block {
  readonly patch: number;
  readonly hidden: Linear;
  readonly memory: Linear;
  readonly layers: readonly GridLSTMBlock[];
  readonly head: Linear;

  constructor({ inChannels = 1, patch, hiddenSize, layers, outputSize, ...options }: GridLSTMImageOptions) {
    super();
    this.patch = patch;
    this.hidden = new Linear(inChannels * patch ** 2, hiddenSize);
    this.memory = new Linear(inChannels * patch ** 2, hiddenSize);
    this.layers = Array.from(
      { length: layers },
      () => new GridLSTMBlock(hiddenSize, ["lstm", "lstm", "lstm"], options),
    );
    this.head = new Linear(hiddenSize, outputSize);
  }

  forward(images: Tensor): Tensor {
    const patches = patchesOf(images, this.patch);
    const first: Side = { h: this.hidden.forward(patches), m: this.memory.forward(patches) };
    const { h } = this.layers.reduce(
      (depth, layer, index) => overPlane(layer, depth, { reverse: index % 2 === 1 }),
      first,
    );
    return this.head.forward(reduceMean(h, { axes: [0, 1] }));
  }
}

/** Images [N, C, H, W] as a plane of patches, [rows, columns, N, C patch²]. */
export function patchesOf(images: Tensor, patch: number): Tensor {
  const [samples, channels, height, width] = images.shape as [Tensor["shape"][number], number, number, number];
  check(
    height % patch === 0 && width % patch === 0,
    () => `expects images of which height and width are multiples of ${patch}, got ${height}x${width}`,
  );
  const [rows, columns] = [height / patch, width / patch];
  const cut = reshape(images, [samples, channels, rows, patch, columns, patch]);
  return reshape(transpose(cut, [2, 4, 0, 1, 3, 5]), [rows, columns, samples, channels * patch ** 2]);
}

interface Direction {
  /** From the last row and column to the first. */
  readonly reverse: boolean;
}

/** What a block hands up at each place of a plane, [rows, columns, N, hidden]. */
function overPlane(block: GridLSTMBlock, depth: Side, { reverse }: Direction): Side {
  const zeros = expand(0, depth.h.shape.slice(1));
  const { outputs } = scan(
    (above: Side, row: Side) => {
      const { up, down } = alongRow(block, { above, depth: row }, { reverse });
      return { carry: down, output: up };
    },
    { initial: { h: zeros, m: zeros }, sequences: depth, reverse },
  );
  return outputs;
}

/** What it hands up and down at each place of a row, [columns, N, hidden]. */
function alongRow(
  block: GridLSTMBlock,
  row: { readonly above: Side; readonly depth: Side },
  { reverse }: Direction,
): { readonly up: Side; readonly down: Side } {
  const zeros = expand(0, row.depth.h.shape.slice(1));
  const { outputs } = scan(
    (before: Side, { above, depth }: typeof row) => {
      const { h, m } = block.forward({ h: [depth.h, above.h, before.h], m: [depth.m, above.m, before.m] });
      const side = (index: number): Side => ({ h: h[index]!, m: m[index]! });
      return { carry: side(2), output: { up: side(0), down: side(1) } };
    },
    { initial: { h: zeros, m: zeros }, sequences: row, reverse },
  );
  return outputs;
}
