import { imageNetLabels, imageNetPreprocessing } from "@blockzoo/family/imagenet";
import { expect, it } from "vitest";
import { descriptionMetadata, readDescription } from "../src/models/weights-description.js";

const read = (description: object) =>
  readDescription(new Map([["blockzoo", JSON.stringify(description)]]), "net.safetensors");

it.each([
  ["a shorter side and a crop", imageNetPreprocessing],
  ["a size", { ...imageNetPreprocessing, resize: [224, 224] as const }],
  ["the image's own size", { kind: "image", channels: 1, mean: [0], deviation: [1] } as const],
  ["styles and angles", { kind: "view", styles: ["3", "8"], angles: ["azimuth"] } as const],
])("what is written is read: %s", (_, preprocessing) => {
  const description = { preprocessing, labels: imageNetLabels };
  const metadata = new Map(Object.entries(descriptionMetadata(description)));
  expect(readDescription(metadata, "net.safetensors")).toEqual(JSON.parse(JSON.stringify(description)));
});

it.each<[string, object]>([
  ["a side of nothing", { resize: 0 }],
  ["a part of a pixel", { resize: 1.5 }],
  ["one side", { resize: [224] }],
  ["a negative crop", { crop: [-1, 224] }],
  ["a crop of one number", { crop: 224 }],
  ["other channels", { channels: 1 }],
  ["views without styles", { kind: "view" }],
])("is refused: %s", (_, change) => {
  expect(() => read({ preprocessing: { ...imageNetPreprocessing, ...change } })).toThrow(
    'net.safetensors: its metadata "blockzoo" does not describe preprocessing and labels',
  );
});
