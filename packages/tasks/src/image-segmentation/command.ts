import { encodeNpy } from "@blockzoo/data";
import { encodePng, type RawImage } from "@blockzoo/data/images";
import type { TaskCommand } from "@blockzoo/family";
import { percent } from "../answers/classes-answer.js";
import { npyOutput } from "../answers/npy-output.js";
import { classColours, colourCode, overlay } from "../answers/overlay.js";
import { endingOf } from "../answers/read-file.js";
import { tensorAnswer } from "../answers/tensor-answer.js";
import type { ImageClasses } from "../image-classification/image-classes.js";
import { scoresOf, type MapGrid } from "../image-heat-map/heat-map.js";
import { segmentation, type Segmentation, type Segmenter } from "./segmenter.js";

/** How strong colours are over the image. */
const strength = 0.6;

export function segmentationCommand(grid: MapGrid): TaskCommand<ImageClasses, Segmenter> {
  return {
    takes: "an image (.png, .jpg), or images as bytes or a prepared tensor (.npy)",
    async answer({ input, networks, meaning, note }) {
      const forward = networks["forward"]!;
      if (endingOf(input) === ".npy") {
        const { preprocessing } = meaning;
        return tensorAnswer(forward.output, await npyOutput(forward, input, { preprocessing, note }));
      }
      const scores = await scoresOf({ networks: { forward }, meaning, grid }, input);
      const found = segmentation(scores, meaning.labels);
      const shares = sharesOf(found);
      const { dtype, shape } = scores.logits;
      return {
        text: shares
          .map(({ label, share, colour }) => `${percent(share)}  ${label}${colour ? ` (${colour})` : ""}`)
          .join("\n"),
        json: { output: { name: forward.output, dtype, shape }, segmentation: shares },
        files: { ".png": () => encodePng(coloured(found, scores.image)), ".npy": () => encodeNpy(scores.logits) },
      };
    },
  };
}

/** The classes that occur, by the share of the image that they cover, and the colour that each has in a picture. */
function sharesOf({ labels, classes }: Segmentation) {
  const counts = labels.map(() => 0);
  for (const index of classes) counts[index]!++;
  return classColours(labels)
    .map((colour, index) => ({
      label: labels[index]!,
      share: counts[index]! / classes.length,
      ...(colour && { colour: colourCode(colour) }),
    }))
    .filter(({ share }) => share > 0)
    .toSorted((a, b) => b.share - a.share);
}

/** The image under the colours of its classes; the background stays as it is. */
function coloured({ labels, width, classes }: Segmentation, image: RawImage): RawImage {
  const colours = classColours(labels);
  return overlay(image, (x, y) => {
    const colour = colours[classes[y * width + x]!];
    return colour && { colour, strength };
  });
}
