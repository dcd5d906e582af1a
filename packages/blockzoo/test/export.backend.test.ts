// What `blockzoo export` writes is right wherever it is used: fed with pixels, in half precision, in two files, in a folder
// of its own without this project.
import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { difference, ndarray, referenceBackend, tolerances, type NDArray, type Tolerance } from "@blockzoo/core";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { type RawImage, readImage } from "@blockzoo/data/images";
import { inferenceGraph, loadWeights } from "@blockzoo/family";
import type { ImageClassifier } from "@blockzoo/tasks/image-classification";
import { decodeModel, TensorProto_DataLocation, TensorProto_DataType } from "@blockzoo/onnx";
import { findWeights } from "@blockzoo/zoo";
import * as node from "onnxruntime-node";
import * as web from "onnxruntime-web";
import { beforeAll, describe, expect, it } from "vitest";
import { blockzoo, blockzooHere, expectRefused, userFolder } from "./command.js";

const run = promisify(execFile);
const { resolve } = createRequire(import.meta.url);
let cwd: string;
beforeAll(async () => {
  cwd = await userFolder();
});

/** Exports into the folder of the tests and says what was noted. */
async function exported(name: string, ...args: string[]): Promise<string> {
  const { code, stderr } = await blockzooHere(["export", ...args, "--out", join(cwd, name)]);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return stderr;
}

function expectClose(found: NDArray, expected: NDArray, tolerance: Tolerance, what: string): void {
  const apart = difference(found, expected);
  expect({ what, apart, isClose: apart <= tolerances[tolerance] }).toEqual({ what, apart, isClose: true });
}

const bytesOf = (name: string): Promise<Buffer> => readFile(join(cwd, name));

async function classifier(tag: string): Promise<ImageClassifier> {
  const { family } = await findWeights(tag);
  return (await family.load(tag, { backend: await onnxruntime({ provider: "cpu" }) })) as ImageClassifier;
}

/** A written seven, as people have it: larger, not square, on dark or on light ground, in colour, with alpha. */
async function images(): Promise<Record<string, RawImage>> {
  const seven = await readImage(fileURLToPath(new URL("../../models/lenet/test/fixtures/seven.png", import.meta.url)));
  const grey = (x: number, y: number): number =>
    seven.data[(y * seven.width + x) * (seven.data.length / (seven.width * seven.height))]!;
  const drawn = (width: number, height: number, pixel: (value: number) => number[]): RawImage => {
    const places = Array.from(
      { length: width * height },
      (_, index) => [index % width, Math.floor(index / width)] as const,
    );
    const value = ([x, y]: readonly [number, number]) =>
      grey(Math.floor((x * seven.width) / width), Math.floor((y * seven.height) / height));
    return { width, height, data: Uint8ClampedArray.from(places.flatMap((place) => pixel(value(place)))) };
  };
  return {
    "as it is": seven,
    "larger, inverted": drawn(117, 91, (value) => [255 - value]),
    "small, in colour": drawn(19, 26, (value) => [value, value >> 1, 255 - value]),
    "ink with alpha": drawn(200, 300, (value) => [20, 30, 90, value]),
    "grey with alpha": drawn(33, 28, (value) => [value, 200]),
  };
}

const feedOf = (image: RawImage, { Tensor }: typeof node): node.Tensor => {
  const { width, height, data } = image;
  return new Tensor("uint8", Uint8Array.from(data), [1, height, width, data.length / (width * height)]);
};

describe("--with-preprocessing", () => {
  const tags = ["lenet5.mnist", "lenet5.glyphs", "lenet5.fashion-mnist", "lenet5-1998.glyphs"];

  it.each(tags)("%s, fed with pixels, says what classify says", { timeout: 60_000 }, async (tag) => {
    await exported("pixels.onnx", tag, "--with-preprocessing");
    const net = await classifier(tag);
    for (const ort of [node, web as unknown as typeof node]) {
      const session = await ort.InferenceSession.create(await bytesOf("pixels.onnx"));
      expect(session.inputNames).toEqual(["input"]);
      expect(session.outputNames).toEqual(["logits", "probabilities", "label"]);
      for (const [what, image] of Object.entries(await images())) {
        const { logits, probabilities, label } = await session.run({ input: feedOf(image, ort) });
        const found = ndarray(logits!.data as Float32Array, logits!.dims);
        expectClose(found, await net.logits([image]), "network", what);
        const predicted = await net.classify(image, { top: net.labels.length });
        const ranked = net.labels.map((name) => predicted.find((each) => each.label === name)!.probability);
        expectClose(ndarray(probabilities!.data as Float32Array), ndarray(ranked), "network", what);
        expect(label!.data).toEqual([predicted[0]!.label]);
      }
      await session.release();
    }
    net.dispose();
  });

  it("is refused where the weights do not say how", async () => {
    const args = ["export", "lenet5", "--weights", "random:0", "--out", join(cwd, "no.onnx")];
    expectRefused(await blockzooHere([...args, "--with-preprocessing"]), "do not say how their inputs are prepared");
  });
});

describe("what stays the same from version to version", () => {
  it("is the names of input, output and weights, however the weights are stored", async () => {
    const { entry } = await findWeights("lenet5.mnist");
    const names = [...(await loadWeights(entry)).keys()].toSorted();
    for (const options of [[], ["--dtype", "float16"], ["--external-data", "always"], ["--batch", "1"]]) {
      await exported("names.onnx", "lenet5.mnist", ...options);
      const { input, output, initializer } = decodeModel(await bytesOf("names.onnx")).graph!;
      expect(input.map(({ name }) => name)).toEqual(["input"]);
      expect(output.map(({ name }) => name)).toEqual(["logits"]);
      const stored = initializer.map(({ name }) => name).filter((name) => names.includes(name));
      expect(stored.toSorted()).toEqual(names);
    }
  });
});

const sample = { name: "input", shape: [2, 1, 32, 32] } as const;
const sampleData = Float32Array.from({ length: 2048 }, (_, index) => Math.sin(index));

async function logitsOf(name: string) {
  const session = await node.InferenceSession.create(join(cwd, name));
  const { logits } = await session.run({ [sample.name]: new node.Tensor("float32", sampleData, sample.shape) });
  await session.release();
  return ndarray(logits!.data as Float32Array, logits!.dims);
}

describe("--dtype float16", () => {
  it("stores rounded weights in half the bytes, and computes in float32", async () => {
    await exported("full.onnx", "lenet5.mnist");
    await exported("half.onnx", "lenet5.mnist", "--dtype", "float16");
    const [full, half] = [await bytesOf("full.onnx"), await bytesOf("half.onnx")].map(({ length }) => length);
    expect(half! / full!).toBeLessThan(0.53);
    expectClose(
      await logitsOf("half.onnx"),
      await logitsOf("full.onnx"),
      "network",
      "trained weights are stored as halves",
    );
  });

  it("is the network with weights rounded to halves", async () => {
    await exported("random.onnx", "lenet5", "--weights", "random:3", "--dtype", "float16");
    const { initializer } = decodeModel(await bytesOf("random.onnx")).graph!;
    const { family } = await findWeights("lenet5.mnist");
    const float16: number = TensorProto_DataType.FLOAT16;
    const halves = initializer.filter(({ dataType }) => dataType === float16);
    const weights = new Map(
      halves.map(({ name, dims, rawData }) => [name, ndarray(widened(rawData), dims.map(Number))] as const),
    );
    const backend = referenceBackend();
    const executable = await backend.compile(inferenceGraph(family.variants["lenet5"]!), { weights });
    const { outputs } = await executable.run({ input: ndarray(sampleData, sample.shape) });
    expectClose(await logitsOf("random.onnx"), outputs["logits"]!, "network", "rounded weights");
  });
});

/** IEEE 754 binary16, by its definition. */
function widened(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length / 2 }, (_, index) => {
    const half = view.getUint16(2 * index, true);
    const [exponent, fraction] = [(half >> 10) & 31, half & 1023];
    const magnitude = exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
    return half >> 15 === 1 ? -magnitude : magnitude;
  });
}

describe("--external-data", () => {
  it("puts large weights on pages of a file beside the model", async () => {
    await exported("whole.onnx", "lenet5.mnist", "--external-data", "never");
    const notes = await exported("net.onnx", "lenet5.mnist", "--external-data", "always");
    expect(notes).toContain("net.onnx.data: ");
    const [whole, split] = await Promise.all(
      ["whole.onnx", "net.onnx"].map(async (name) => decodeModel(await bytesOf(name))),
    );
    const data = await bytesOf("net.onnx.data");
    let end = 0;
    for (const tensor of split!.graph!.initializer.filter(
      ({ dataLocation }) => dataLocation === TensorProto_DataLocation.EXTERNAL,
    )) {
      const { location, offset, length } = Object.fromEntries(
        tensor.externalData.map(({ key, value }) => [key, value]),
      );
      expect(location).toBe("net.onnx.data");
      expect(Number(offset) % 4096).toBe(0);
      expect(Number(offset)).toBeGreaterThanOrEqual(end);
      end = Number(offset) + Number(length);
      const { rawData } = whole!.graph!.initializer.find(({ name }) => name === tensor.name)!;
      expect(data.subarray(Number(offset), end).equals(rawData)).toBe(true);
    }
    expect(data).toHaveLength(end);
    expectClose(await logitsOf("net.onnx"), await logitsOf("whole.onnx"), "exact", "from two files");
  });

  it.skipIf(process.platform === "win32")("leaves neither file where the disk is full", async () => {
    await mkdir(join(cwd, "full"));
    const before = await exported("full/net.onnx", "lenet5.mnist", "--external-data", "always");
    expect(before).toContain("net.onnx.data");
    const sizes = async () =>
      Promise.all(["net.onnx", "net.onnx.data"].map(async (name) => (await stat(join(cwd, "full", name))).mtimeMs));
    const kept = await sizes();
    const args = ["export", "lenet5.glyphs", "--external-data", "always", "--out", "full/net.onnx"];
    const { code, stderr } = await blockzoo(args, { cwd, fileLimit: 100 });
    expect(stderr).toMatch(/error: full\/net\.onnx\.data: cannot be written: .*EFBIG/);
    expect(code).toBe(2);
    expect(await sizes()).toEqual(kept);
    expect((await readdir(join(cwd, "full"))).toSorted()).toEqual(["net.onnx", "net.onnx.data"]);
  });
});

describe("--with-wrapper", () => {
  it("is a folder that needs onnxruntime-web only", { timeout: 60_000 }, async () => {
    const folder = join(cwd, "ejected");
    await exported("ejected", "lenet5.mnist", "--with-wrapper");
    await mkdir(join(folder, "node_modules"));
    const runtime = dirname(dirname(resolve("onnxruntime-web")));
    await symlink(runtime, join(folder, "node_modules", "onnxruntime-web"), "junction");

    const all = await images();
    const pixels = Object.values(all).map(({ width, height, data }) => ({ width, height, data: [...data] }));
    await writeFile(join(folder, "images.json"), JSON.stringify(pixels));
    await writeFile(
      join(folder, "use.mjs"),
      `import { readFileSync } from "node:fs";
import { loadClassifier } from "./classify.js";
const net = await loadClassifier();
const seen = [];
for (const image of JSON.parse(readFileSync("images.json", "utf8"))) {
  seen.push(await net.classify({ ...image, data: Uint8Array.from(image.data) }, 3));
}
console.log(JSON.stringify(seen));
`,
    );
    const { stdout } = await run(process.execPath, ["use.mjs"], { cwd: folder, env: { PATH: process.env["PATH"]! } });
    const seen = JSON.parse(stdout) as { label: string; probability: number }[][];
    const net = await classifier("lenet5.mnist");
    for (const [index, image] of Object.values(all).entries()) {
      const expected = await net.classify(image, { top: 3 });
      expect(seen[index]!.map(({ label }) => label)).toEqual(expected.map(({ label }) => label));
      const probabilities = (list: typeof expected) => ndarray(list.map(({ probability }) => probability));
      expectClose(probabilities(seen[index]!), probabilities(expected), "network", "probabilities");
    }
    net.dispose();
    expect(await readFile(join(folder, "classify.ts"), "utf8")).not.toContain("@blockzoo");
  });

  it("type-checks strictly", { timeout: 60_000 }, async () => {
    const folder = join(cwd, "ejected");
    await writeFile(
      join(folder, "use.ts"),
      `import { loadClassifier, type Prediction } from "./classify.js";
const net = await loadClassifier();
const seen: Prediction[] = await net.classify(new ImageData(28, 28));
console.log(seen);
`,
    );
    const options = { strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true };
    const modules = { module: "nodenext", target: "es2022", erasableSyntaxOnly: true, verbatimModuleSyntax: true };
    const compilerOptions = { ...options, ...modules, noEmit: true, skipLibCheck: true, types: [] };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["use.ts"] }));
    const tsc = join(dirname(resolve("typescript/package.json")), "bin", "tsc");
    const { stdout } = await run(process.execPath, [tsc, "-p", folder]).catch((error: { stdout: string }) => error);
    expect(stdout).toBe("");
  });

  it("is refused for what is no classifier of images", async () => {
    const args = (id: string) => ["export", id, "--out", join(cwd, "no"), "--with-wrapper"];
    expectRefused(await blockzooHere(args("mlp.iris")), "there is no program for table-classification");
    expectRefused(
      await blockzooHere([...args("lenet5.mnist"), "--batch", "4"]),
      "how many samples it runs at a time, got --batch 4",
    );
    const always = [...args("lenet5.mnist"), "--external-data", "always"];
    expectRefused(await blockzooHere(always), "weights are in the models");
    expectRefused(
      await blockzooHere([...args("lenet5"), "--weights", "random:0"]),
      "do not say how their inputs are prepared",
    );
    expect(await readdir(cwd)).not.toContain("no");
  });
});
