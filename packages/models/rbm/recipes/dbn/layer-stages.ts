import { initialize, type NDArray } from "@blockzoo/core";
import { everything, mapDataset, type Dataset } from "@blockzoo/data";
import { linearWarmup, sgd, type Stage } from "@blockzoo/train";
import { checkVisible } from "../../src/check-visible.js";
import { contrastiveDivergence } from "../../src/contrastive-divergence.js";
import { Dbn } from "../../src/dbn/dbn.js";
import { firstVisibleBias } from "../../src/first-visible-bias.js";
import { greedyStages } from "../greedy.js";

/** How each layer of a deep belief network is trained. */
export interface LayerTraining {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** Kept throughout; the guide's change from .5 to .9 is a rate that rises in the first epoch. */
  readonly momentum: number;
}

/**
 * Stages of a {@link Dbn}: contrastive divergence with one step, on images `x` [N, ...] from 0 to 1.
 *
 * @throws BlockzooError where values of images are not
 */
export function layerStages(
  sizes: readonly number[],
  images: Dataset,
  { epochs, batchSize, learningRate, momentum }: LayerTraining,
): readonly Stage[] {
  const batches = Math.floor(images.size / batchSize);
  const rows = mapDataset(images, ({ x }) => ({ x: asRows(x!) }));
  return greedyStages({
    create: () => new Dbn(sizes),
    images: rows,
    batchSize,
    steps: epochs * batches,
    loss: (layer, below) => contrastiveDivergence(layer, below),
    firstWeights(seed) {
      const { x } = everything(rows);
      checkVisible(x!, "bernoulli", images.name);
      return new Map(initialize(new Dbn(sizes), { seed })).set("layers.0.visibleBias", firstVisibleBias(x!));
    },
    optimizer: sgd({ learningRate, momentum }),
    schedule: linearWarmup({ steps: batches, start: (1 - momentum) / (1 - 0.5) }),
  });
}

/** [N, ...] to [N, values]. */
function asRows(x: NDArray): NDArray {
  const [count] = x.shape as [number];
  return { ...x, shape: [count, x.data.length / count] };
}
