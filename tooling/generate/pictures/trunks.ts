// Writes packages/models/style-transfer/pictures/trunks.png: the same paintings, by optimisation, through different trunks.
//
//   node --conditions=@blockzoo/source --import tsx tooling/generate/pictures/trunks.ts [DATA]
import { writeFile } from "node:fs/promises";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { initialize, type StateDict } from "@blockzoo/core";
import { encodePng, readImage, type RawImage } from "@blockzoo/data/images";
import { dataFolder, requireFile } from "@blockzoo/data/node";
import { loadWeights } from "@blockzoo/family";
import { smallTrunk, styleTransfer, trunkWeights, vgg19Trunk, type Trunk } from "@blockzoo/style-transfer";
import { stylize } from "@blockzoo/style-transfer/optimization";
import { sheet, square } from "./sheet.js";

/** Height and width of each picture. */
const side = 192;

/** A photograph and a painting that may be shown: see NOTICES.md. */
const pairs = [
  ["scikit-image/chelsea.png", "neural-style/starry_night.jpg"],
  ["scikit-image/coffee.png", "fast-neural-style/composition_vii.jpg"],
] as const;

/** The small trunk, trained and as first drawn, and VGG-19 as first drawn, for its trained weights are not in the package. */
const trunks: readonly [Trunk, StateDict][] = [
  [smallTrunk(), trunkWeights(await loadWeights(styleTransfer.weights["style-trunk.pictures"]))],
  [smallTrunk(), initialize(smallTrunk(), { seed: 0 })],
  [vgg19Trunk(), initialize(vgg19Trunk(), { seed: 0 })],
];

const folder = dataFolder(process.argv[2]);
const backend = await onnxruntime();
const rows: RawImage[] = [];
for (const pair of pairs) {
  const [content, style] = await Promise.all(pair.map(read));
  rows.push(content!, style!);
  for (const [trunk, weights] of trunks) {
    const options = { content: content!, style: style!, trunk, weights, backend, size: side };
    const { image, reason, history } = await stylize({ ...options, start: "noise" });
    console.log(`${pair.join(" in the style of ")}: ended by ${reason}, style loss ${history.at(-1)!.styleLoss}`);
    rows.push(image);
  }
}
await writeFile(
  new URL("../../../packages/models/style-transfer/pictures/trunks.png", import.meta.url),
  await encodePng(sheet(rows, { columns: 2 + trunks.length })),
);
await backend.dispose();

async function read(file: string): Promise<RawImage> {
  return square(await readImage(await requireFile(folder, `photos/${file}`, "the folder photos")), side);
}
