import { encodeNpy } from "@blockzoo/data";
import { encodePng, type RawImage } from "@blockzoo/data/images";
import type { TaskCommand } from "@blockzoo/family";
import { percent } from "../answers/classes-answer.js";
import { overlay, palette } from "../answers/overlay.js";
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
      const locations = meaning.labels
        .map((label, index) => ({ label, ...peak(map, index) }))
        .toSorted((a, b) => b.probability - a.probability)
        .slice(0, top);
      return {
        text: locations
          .map(({ label, probability, row, column }) => {
            return `${percent(probability)}  ${label} at row ${row.toFixed(1)}, column ${column.toFixed(1)}`;
          })
          .join("\n"),
        json: { output: { name: forward.output, dtype: "float32", shape: map.values.shape }, locations },
        files: { ".png": () => encodePng(coloured(map, scores.image)), ".npy": () => encodeNpy(map.values) },
      };
    },
  };
}

/** The image under the colour of the most probable class of the nearest place; the background stays as it is. */
function coloured({ labels, values, stride, offset }: ClassMap, image: RawImage): RawImage {
  const [, height = 0, width = 0] = values.shape;
  const colours = palette(labels.length);
  const nearest = (pixel: number, axis: 0 | 1, places: number) =>
    Math.min(Math.max(Math.round((pixel - offset[axis]) / stride[axis]), 0), places - 1);
  return overlay(image, (x, y) => {
    const place = nearest(y, 0, height) * width + nearest(x, 1, width);
    const probabilities = labels.map((_, index) => values.data[index * height * width + place]!);
    const best = probabilities.indexOf(Math.max(...probabilities));
    return labels[best] === "background" ? undefined : { colour: colours[best]!, strength: 0.7 * probabilities[best]! };
  });
}
