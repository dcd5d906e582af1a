// Writes what the packaged networks make, for the README: packages/models/style-transfer/pictures/stylists.png and textures.png
//
//   node --conditions=@blockzoo/source --import tsx tooling/generate/pictures/networks.ts [DATA]
import { writeFile } from "node:fs/promises";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { encodePng, readImage, type RawImage } from "@blockzoo/data/images";
import { dataFolder, requireFile } from "@blockzoo/data/node";
import { styleTransfer } from "@blockzoo/style-transfer";
import { sheet, square } from "./sheet.js";

/** Height and width of each picture. */
const side = 256;

/** Photographs that the stylists were never shown, and that may be shown: see NOTICES.md. */
const photographs = ["scikit-image/chelsea.png", "scikit-image/coffee.png"] as const;
const stylists = ["stylist.starry-night", "stylist.wave"] as const;
const textures = ["texture-network.gravel", "texture-network.starry-night", "texture-network.composition-vii"] as const;

const backend = await onnxruntime();
const folder = dataFolder(process.argv[2]);

const painted: RawImage[] = [];
for (const file of photographs) {
  const path = await requireFile(folder, `photos/${file}`, "the folder photos");
  const photograph = square(await readImage(path), side);
  painted.push(photograph);
  for (const id of stylists) {
    const painter = await styleTransfer.load(id, { backend });
    painted.push(await painter.paint(photograph));
    painter.dispose();
  }
}
await write("stylists.png", sheet(painted, { columns: 1 + stylists.length }));

const made: RawImage[] = [];
for (const id of textures) {
  const texturer = await styleTransfer.load(id, { backend });
  for (const seed of [0, 1]) made.push(await texturer.make({ width: side, height: side, seed }));
  texturer.dispose();
}
await write("textures.png", sheet(made, { columns: 2 }));
await backend.dispose();

async function write(name: string, picture: RawImage): Promise<void> {
  const url = new URL(`../../../packages/models/style-transfer/pictures/${name}`, import.meta.url);
  await writeFile(url, await encodePng(picture));
}
