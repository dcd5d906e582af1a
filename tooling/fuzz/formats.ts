import { readFileSync } from "node:fs";
import { crc32 } from "node:zlib";
import { ndarray, sizeOf, type NDArray } from "@blockzoo/core";
import { encodeNpy, everything, parseCsv, parseIdx, parseNpy, parseWav } from "@blockzoo/data";
import { decodeImage } from "@blockzoo/data/images";
import { fitTable, parseTable, tableDataset } from "@blockzoo/data/tables";
import {
  buildVocabulary,
  decodeUtf8,
  parseTextPairs,
  parseTrees,
  rootLabel,
  textDataset,
  textPairDataset,
} from "@blockzoo/data/text";
import { readWeights, writePyTorch, writeSafetensors } from "@blockzoo/weights";
import { folderScripts, readScriptedFolder } from "./image-folders.js";

type Arrays = readonly Pick<NDArray, "shape" | "data">[];

/** A format that is read from untrusted bytes. */
export interface Format {
  /** Good files; mutations start from them. */
  readonly seeds: readonly Uint8Array[];
  /** Reads bytes and returns the arrays in them. */
  readonly read: (bytes: Uint8Array) => Arrays | Promise<Arrays>;
  /** Makes checksums right again, so that a mutation gets behind them. */
  readonly repair?: (bytes: Uint8Array) => void;
}

const name = "fuzz";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const fixture = (package_: string, file: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../packages/${package_}/test/fixtures/${file}`, import.meta.url)));

const image = (file: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../packages/data/test/images/fixtures/${file}`, import.meta.url)));

const readPixels = async (bytes: Uint8Array): Promise<Arrays> => {
  const { width, height, channels, data } = await decodeImage(bytes, name);
  return [{ shape: [height, width, channels!], data: Float32Array.from(data) }];
};

const tensors = new Map<string, NDArray>([
  [
    "conv.weight",
    ndarray(
      Float32Array.from({ length: 24 }, (_, index) => index / 7),
      [2, 3, 4],
    ),
  ],
  ["steps", ndarray([1, -2, 3], [3], "int32")],
  ["mask", ndarray([1, 0], [2], "bool")],
  ["empty", ndarray(new Float32Array(0), [0, 4])],
]);

const readTensors = async (bytes: Uint8Array) => [...(await readWeights(bytes, { name })).tensors.values()];

const tables = [
  'width,height,"kind, exactly"\n1.5,2,"a ""b"""\n-3e-2,4,c\r\n5,6,c\n',
  "\ufeff1,2,3\n\n4,5,6\n",
  "5.1,3.5,setosa\n7.0,3.2,versicolor\n",
  "x;y;place;\r1,5;2;in;\r-0,25;,5;out;\r",
  "0\t1\ttarget\n1,5\t2\t0\n3\t4\t1\n",
].map(bytesOf);

/** The formats by name. */
export const formats = {
  safetensors: {
    seeds: [writeSafetensors(tensors, { metadata: { format: "pt" } }), writeSafetensors(tensors, { dtype: "float16" })],
    read: readTensors,
  },
  "pth zip": {
    seeds: [
      writePyTorch(tensors),
      ...["checkpoint", "dtypes", "views"].map((file) => fixture("weights", `${file}.zip.pth`)),
      fixture("weights", "module.protocol4.pth"),
      fixture("weights", "module.zip64.pth"),
    ],
    read: readTensors,
    repair: repairPickleChecksum,
  },
  "pth stream": {
    seeds: ["checkpoint", "dtypes", "views", "module"].map((file) => fixture("weights", `${file}.stream.pth`)),
    read: readTensors,
  },
  "pth training": {
    seeds: ["zip", "protocol4", "stream"].map((form) => fixture("weights", `training.${form}.pth`)),
    read: readTensors,
    repair: repairPickleChecksum,
  },
  idx: {
    seeds: [
      Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8),
      Uint8Array.of(0, 0, 0x0d, 1, 0, 0, 0, 2, 0x3f, 0x80, 0, 0, 0xc0, 0, 0, 0),
    ],
    read: (bytes) => [parseIdx(bytes, { name }) as Pick<NDArray, "shape" | "data">],
  },
  csv: {
    seeds: tables,
    read: (bytes) => {
      const { x, y } = parseCsv(bytes, { name });
      return [x, y];
    },
  },
  table: {
    seeds: tables,
    read: (bytes) => {
      const table = parseTable(bytes, { name });
      const meaning = fitTable(table, { categorical: "auto", missing: "mean" });
      return Object.values(everything(tableDataset(table, meaning)));
    },
  },
  "text pairs": {
    seeds: ["Go.\tVe.\nCome in!\t¡Entra!\n", "\ufeff12\tGo.\t7\tVe.\r\n13\tHi.\t8\tHola.\r\n"].map(bytesOf),
    read: (bytes) => {
      const pairs = parseTextPairs(decodeUtf8(bytes, { name }), { name });
      const [source, target] = (["source", "target"] as const).map((side) =>
        buildVocabulary(
          pairs.map((pair) => pair[side]),
          { special: { unknown: "<unknown>", end: "<end>" } },
        ),
      );
      return Object.values(everything(textPairDataset({ name, pairs, source: source!, target: target! })));
    },
  },
  trees: {
    seeds: ["(3 (2 It) (4 (2 really) (4 works)))\n(2 a)\n", "(S (NP he) (VP ran) (. .))"].map(bytesOf),
    read: (bytes) => {
      const trees = parseTrees(decodeUtf8(bytes, { name }), { name });
      const texts = trees.map(({ tokens }) => tokens);
      const vocabulary = buildVocabulary(texts, { tokenizer: "whitespace" });
      return Object.values(everything(textDataset({ name, texts, classes: trees.map(rootLabel), vocabulary })));
    },
  },
  npy: {
    seeds: [
      ...[...tensors.values()].map(encodeNpy),
      ...["'>f4', 'fortran_order': True", "'<f2', 'fortran_order': False", "'<u4', 'fortran_order': True"].map(npyOf),
    ],
    read: (bytes) => [parseNpy(bytes, { name })],
  },
  wav: {
    seeds: ["pcm8-1", "pcm16-2", "pcm24-2", "pcm32-1"].map((file) => fixture("data", `${file}.wav`)),
    read: (bytes) => [parseWav(bytes, { name }).samples],
  },
  png: {
    seeds: ["grey-1-bit", "palette-transparent", "colour-alpha", "colour-16-bit", "animation"].map((file) =>
      image(`${file}.png`),
    ),
    read: readPixels,
    repair: repairPngChecksums,
  },
  jpeg: {
    seeds: ["grey", "colour-4-2-0", "colour-4-4-0", "progressive", "ycck", "cmyk-no-adobe"].map((file) =>
      image(`${file}.jpg`),
    ),
    read: readPixels,
  },
  "image folder": {
    seeds: folderScripts,
    read: readScriptedFolder,
  },
} as const satisfies Readonly<Record<string, Format>>;

/** An .npy file of version 3 with 2 x 3 elements, whose header says this of type and order. */
function npyOf(form: string): Uint8Array {
  const header = `{'descr': ${form}, 'shape': (2, 3), }\n`;
  const bytes = 6 * Number(/\d/.exec(form)![0]);
  const start = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 3, 0, header.length, 0, 0, 0);
  return new Uint8Array(Buffer.concat([start, Buffer.from(header), new Uint8Array(bytes).map((_, index) => index)]));
}

export type FormatName = keyof typeof formats;

/** Whether arrays are what they say they are. */
export function isWhole({ shape, data }: Pick<NDArray, "shape" | "data">): boolean {
  return sizeOf(shape) === data.length;
}

/** Writes the CRC-32 of `data.pkl` into the archive's directory, if there still is one. */
function repairPickleChecksum(bytes: Uint8Array): void {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let entry = archive.indexOf("PK\x01\x02"); entry !== -1; entry = archive.indexOf("PK\x01\x02", entry + 1)) {
    if (entry + 46 > archive.length) return;
    const nameEnd = entry + 46 + archive.readUInt16LE(entry + 28);
    if (
      !archive
        .subarray(entry + 46, nameEnd)
        .toString("latin1")
        .endsWith("data.pkl")
    )
      continue;
    const header = archive.readUInt32LE(entry + 42);
    if (header + 30 > archive.length) return;
    const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
    const content = archive.subarray(start, start + archive.readUInt32LE(entry + 24));
    archive.writeUInt32LE(crc32(content), entry + 16);
  }
}

/** Writes the checksum of every chunk of a PNG file. */
function repairPngChecksums(bytes: Uint8Array): void {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let chunk = 8; chunk + 12 <= file.length;) {
    const end = chunk + 8 + file.readUInt32BE(chunk);
    if (end + 4 > file.length) return;
    file.writeUInt32BE(crc32(file.subarray(chunk + 4, end)), end);
    chunk = end + 4;
  }
}
