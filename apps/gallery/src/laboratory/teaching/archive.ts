import { strToU8, zipSync } from "fflate";
import { writeSafetensors } from "@blockzoo/weights";
import type { SampleKind, TaughtClass } from "../../teach/sample.js";
import type { Graduate } from "./pupil.js";

/** The programs, by their names. */
const sources = import.meta.glob<string>("../../teach/program/*.mjs", {
  query: "?raw",
  import: "default",
  eager: true,
});

function program(name: string): Uint8Array {
  return strToU8(sources[`../../teach/program/${name}.mjs`]!);
}

interface ArchiveParts extends Graduate {
  readonly kind: SampleKind;
  readonly classes: readonly TaughtClass[];
}

/** What of the archive depends on what the samples are. */
const programs = {
  pictures: {
    predict: "predict-picture",
    trunk: "pictures",
    example: "frame.png",
    packages: { "fast-png": "^8.0.0", "jpeg-js": "^0.4.4", "onnxruntime-web": "^1.30.0" },
    family: "@blockzoo/style-transfer",
  },
  sounds: {
    predict: "predict-sound",
    trunk: "sounds",
    example: "word.wav",
    packages: { "onnxruntime-web": "^1.30.0" },
    family: "@blockzoo/ctc",
  },
} as const satisfies Readonly<Record<SampleKind, object>>;

/** A ZIP archive with one folder: a network that was taught, what it was taught by, and the programs around it. */
export async function archiveOf({ kind, classes, labels, model, weights }: ArchiveParts): Promise<Blob> {
  const { predict, trunk, example, packages, family } = programs[kind];
  const files: Record<string, Uint8Array> = {
    "model.onnx": model,
    "weights.safetensors": writeSafetensors(weights),
    "labels.json": strToU8(JSON.stringify(labels)),
    "package.json": strToU8(JSON.stringify({ private: true, type: "module", dependencies: packages }, null, 2)),
    "predict.mjs": program(predict),
    "train.mjs": program("train"),
    "samples.mjs": program("samples"),
    "trunk.mjs": program(trunk),
    "taught-network.mjs": program("taught-network"),
    "README.md": strToU8(readme({ labels, example, family })),
  };
  for (const { name, samples: taken } of classes) {
    for (const [index, { file }] of taken.entries()) {
      const bytes = new Uint8Array(await file.arrayBuffer());
      files[`samples/${folderOf(name)}/${String(index).padStart(3, "0")}.${endingOf(bytes)}`] = bytes;
    }
  }
  // Samples and weights are as small as they become.
  return new Blob([zipSync({ taught: files }, { level: 0 })], { type: "application/zip" });
}

/** A name of a class as one of a folder on any system; the train program reads the classes from these. */
export function folderOf(name: string): string {
  const kept = name
    .normalize()
    .replace(/[^\p{L}\p{N} _-]+/gu, "_")
    .trim();
  return kept === "" ? "_" : kept;
}

function endingOf(bytes: Uint8Array): string {
  return bytes[0] === 0x89 ? "png" : bytes[0] === 0xff ? "jpg" : "wav";
}

function readme({ labels, example, family }: { labels: readonly string[]; example: string; family: string }): string {
  return `# A network that tells ${labels.join(", ")}

    npm install
    node predict.mjs model.onnx ${example}

\`model.onnx\` needs nothing but ONNX Runtime: what is done to a file before and what its scores mean is inside of it. \`weights.safetensors\`
are its weights, \`samples\` what it was taught by. To teach it again, with other samples:

    npm install @blockzoo/core @blockzoo/data @blockzoo/train @blockzoo/onnx @blockzoo/family ${family} @blockzoo/backend-onnxruntime
    node train.mjs
`;
}
