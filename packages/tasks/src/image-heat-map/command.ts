import { encodeNpy } from "@blockzoo/data";
import { encodePng, type RawImage } from "@blockzoo/data/images";
import type { TaskCommand } from "@blockzoo/family";
import { percent } from "../answers/classes-answer.js";
import { classColours, colourCode, overlay } from "../answers/overlay.js";
import { npyOutput } from "../answers/npy-output.js";
import { endingOf } from "../answers/read-file.js";
import { tensorAnswer } from "../answers/tensor-answer.js";
import type { ImageClasses } from "../image-classification/image-classes.js";
import { classMap, peak, scoresOf, type ClassMap, type HeatMap, type MapGrid } from "./heat-map.js";

export function heatMapCommand(grid: MapGrid): TaskCommand<ImageClasses, HeatMap> {
  return {
    takes: "an image (.png, .jpg), or images as bytes or a prepared tensor (.npy)",
    async answer({ input, networks, meaning, top, note }) {
      const forward = networks["forward"]!;
      if (endingOf(input) === ".npy") {
        const { preprocessing } = meaning;
        return tensorAnswer(forward.output, await npyOutput(forward, input, { preprocessing, note }));
      }
      const scores = await scoresOf({ networks: { forward }, meaning, grid }, input);
      const map = classMap(scores, meaning.labels);
      const locations = classColours(meaning.labels)
        .map((colour, index) => ({
          label: meaning.labels[index]!,
          ...peak(map, index),
          ...(colour && { colour: colourCode(colour) }),
        }))
        .toSorted((a, b) => b.probability - a.probability)
        .slice(0, top);
      return {
        text: locations
          .map(({ label, probability, row, column, colour }) => {
            const named = `${label}${colour ? ` (${colour})` : ""}`;
            return `${percent(probability)}  ${named} at row ${row.toFixed(1)}, column ${column.toFixed(1)}`;
          })
          .join("\n"),
        json: { output: { name: forward.output, dtype: "float32", shape: map.values.shape }, locations },
        files: { ".png": () => encodePng(coloured(map, scores.image)), ".npy": () => encodeNpy(map.values) },
      };
    },
  };
}

/** The image under the colour of the most probable class of each place; the background, and what is beyond all places, stays. */
function coloured({ labels, values, stride, offset }: ClassMap, image: RawImage): RawImage {
  const [, height = 0, width = 0] = values.shape;
  const colours = classColours(labels);
  const place = (pixel: number, axis: 0 | 1) => Math.round((pixel - offset[axis]) / stride[axis]);
  return overlay(image, (x, y) => {
    const [row, column] = [place(y, 0), place(x, 1)];
    if (row < 0 || row >= height || column < 0 || column >= width) return undefined;
    const probabilities = labels.map((_, index) => values.data[(index * height + row) * width + column]!);
    const best = probabilities.indexOf(Math.max(...probabilities));
    const colour = colours[best];
    return colour && { colour, strength: 0.7 * probabilities[best]! };
  });
}
