// Writes what optimisation makes, for the README: packages/models/style-transfer/pictures/ratios.png, dream.png and classes.png
//
//   node --conditions=@blockzoo/source --import tsx tooling/generate/pictures/optimization.ts [DATA]
import { writeFile } from "node:fs/promises";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { encodePng, readImage, toChannels, type ImagePreprocessing, type RawImage } from "@blockzoo/data/images";
import { dataFolder, requireFile } from "@blockzoo/data/node";
import { loadWeights } from "@blockzoo/family";
import { smallTrunk, styleTransfer, trunkWeights } from "@blockzoo/style-transfer";
import { dream, stylize, visualizeClass } from "@blockzoo/style-transfer/optimization";
import { findWeights } from "@blockzoo/zoo";
import { sheet, square } from "./sheet.js";

const folder = dataFolder(process.argv[2]);
const backend = await onnxruntime();
const eye = {
  trunk: smallTrunk(),
  weights: trunkWeights(await loadWeights(styleTransfer.weights["style-trunk.pictures"])),
};

/** What the content weighs beside a style of 1. */
const contentWeights = [0.001, 0.01, 0.1, 1, 10];

// A photograph and a painting that may be shown: see NOTICES.md.
const [content, style] = [
  await read("scikit-image/chelsea.png", 192),
  await read("neural-style/starry_night.jpg", 192),
];
const painted: RawImage[] = [];
for (const contentWeight of contentWeights) {
  const { image, history } = await stylize({ content, style, ...eye, backend, contentWeight });
  const { contentLoss, styleLoss } = history.at(-1)!;
  console.log(`content ${contentWeight}: content loss ${contentLoss.toFixed(4)}, style loss ${styleLoss.toFixed(4)}`);
  painted.push(image);
}
await write("ratios.png", sheet(painted, { columns: painted.length }));

const coffee = await read("scikit-image/coffee.png", 256);
const dreamt = await Promise.all(
  ["relu2_2", "relu3_2", "relu4_1"].map((layer) => dream({ image: coffee, ...eye, backend, layers: { [layer]: 1 } })),
);
await write("dream.png", sheet([coffee, ...dreamt.map(({ image }) => image)], { columns: 1 + dreamt.length }));

// What a network that reads digits takes for the best of each.
const { family, variant, entry } = await findWeights("lenet5.mnist");
const { mean, deviation } = (entry.meaning as { readonly preprocessing: ImagePreprocessing }).preprocessing;
const weights = await loadWeights(entry);
const classes: RawImage[] = [];
for (let index = 0; index < 10; index++) {
  const input = { shape: [1, 32, 32], mean, deviation } as const;
  const { image, logits } = await visualizeClass({ model: variant.create(), weights, backend, input, index });
  console.log(`${family.name} ${index}: ${logits.map((logit) => logit.toFixed(1)).join(" ")}`);
  classes.push(enlarged(toChannels(image, 3), 3));
}
await write("classes.png", sheet(classes, { columns: classes.length }));
await backend.dispose();

/** Each pixel as a square of pixels. */
function enlarged({ width, height, data }: RawImage, times: number): RawImage {
  const size = { width: times * width, height: times * height };
  const from = (at: number) => {
    const [column, row] = [Math.floor(at / 3) % size.width, Math.floor(at / 3 / size.width)];
    return 3 * (Math.floor(row / times) * width + Math.floor(column / times)) + (at % 3);
  };
  return {
    ...size,
    channels: 3,
    data: Uint8Array.from({ length: 3 * size.width * size.height }, (_, at) => data[from(at)]!),
  };
}

async function read(file: string, side: number): Promise<RawImage> {
  return square(await readImage(await requireFile(folder, `photos/${file}`, "the folder photos")), side);
}

async function write(name: string, picture: RawImage): Promise<void> {
  const url = new URL(`../../../packages/models/style-transfer/pictures/${name}`, import.meta.url);
  await writeFile(url, await encodePng(picture));
}
