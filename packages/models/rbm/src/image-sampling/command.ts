import { encodeNpy } from "@blockzoo/data";
import { encodePng, imageGrid, type ImagePreprocessing } from "@blockzoo/data/images";
import type { Answer, TaskCommand } from "@blockzoo/family";
import type { ImageSampler, WatchedStep } from "./image-sampler.js";
import type { Pictures } from "./pictures.js";

/** What `--input` says for chains that begin at nothing. */
const nothing = "noise";

export const command: TaskCommand<Pictures, ImageSampler, "count" | "steps" | "seed"> = {
  takes: `"${nothing}", an image from which the chains begin (.png, .jpg), or the class that is asked for where the network knows classes`,
  settings: {
    count: { about: "how many images", default: 16, least: 1, most: 1000, whole: true },
    steps: { about: "steps of each chain", default: 1000, least: 1, most: 1_000_000, whole: true },
    seed: { about: "decides the chains", default: 0, whole: true },
  },
  async answer({ input, settings, use, meaning: { preprocessing }, signal }) {
    // A network that knows classes begins at nothing else: what it is asked for is one of them, or a mistake.
    const label = use.labels.length > 0 ? input : undefined;
    const from = label === undefined && input !== nothing ? input : undefined;
    const reached = await last(use.watch({ ...settings, label, from, signal, every: Infinity }));
    return answerOf(reached, label === undefined ? `from ${input}` : `of ${label}`, preprocessing);
  },
};

async function last<T>(items: AsyncIterable<T>): Promise<T> {
  let item: T | undefined;
  for await (item of items);
  return item!;
}

function answerOf(
  { step, pixels, images }: WatchedStep,
  what: string,
  { mean, deviation, channels }: ImagePreprocessing,
): Answer {
  const { width, height } = images[0]!;
  const [several, they] = images.length === 1 ? ["an image", "it"] : [`${images.length} images`, "them"];
  const black = -mean[0]! / deviation[0]!;
  return {
    text:
      `${several} of ${width} x ${height} pixels after ${step} steps, the probabilities of pixels and not samples: ` +
      `--out images.png writes ${they}`,
    json: { steps: step, images: { count: images.length, width, height, channels } },
    files: { ".png": () => encodePng(imageGrid(images)), ".npy": () => encodeNpy(pixels) },
    figure: {
      kind: "images",
      title: `Images ${what}, after ${step} steps`,
      images: pixels,
      range: [black, black + 1 / deviation[0]!],
      columns: Math.ceil(Math.sqrt(images.length)),
    },
  };
}
