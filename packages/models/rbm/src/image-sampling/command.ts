import { encodeNpy } from "@blockzoo/data";
import { encodePng, imageGrid, rawImages } from "@blockzoo/data/images";
import type { TaskCommand } from "@blockzoo/family";
import type { ImageSampler } from "./image-sampler.js";
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
    const label = use.labels.includes(input) ? input : undefined;
    const from = label === undefined && input !== nothing ? input : undefined;
    const pixels = await use.pixels({ ...settings, label, from, signal });
    const images = rawImages(pixels, preprocessing);
    const { width, height } = images[0]!;
    const black = -preprocessing.mean[0]! / preprocessing.deviation[0]!;
    const title = label === undefined ? `from ${input}` : label;
    return {
      text:
        `${images.length} images of ${width} x ${height} pixels after ${settings.steps} steps, ` +
        "the probabilities of pixels, not samples: --out images.png writes them",
      json: { images: { count: images.length, width, height, channels: preprocessing.channels } },
      files: { ".png": () => encodePng(imageGrid(images)), ".npy": () => encodeNpy(pixels) },
      figure: {
        kind: "images",
        title: `Samples ${title}, after ${settings.steps} steps`,
        images: pixels,
        range: [black, black + 1 / preprocessing.deviation[0]!],
        columns: Math.ceil(Math.sqrt(images.length)),
      },
    };
  },
};
