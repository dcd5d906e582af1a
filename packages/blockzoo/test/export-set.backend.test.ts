// A network of several graphs, exported: whoever has the files alone, and reads the manifest, gets the network's numbers.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  difference,
  ndarray,
  RandomStream,
  referenceBackend,
  sizeOf,
  tolerances,
  trace,
  type Feeds,
} from "@blockzoo/core";
import { loadWeights } from "@blockzoo/family";
import { findWeights } from "@blockzoo/zoo";
import * as node from "onnxruntime-node";
import * as web from "onnxruntime-web";
import { beforeAll, describe, expect, it } from "vitest";
import { blockzooHere, expectRefused, userFolder } from "./command.js";

/** What a program needs to know of the manifest. */
interface Manifest {
  readonly data: string;
  readonly graphs: readonly {
    readonly name: string;
    readonly file: string;
    readonly inputs: Readonly<Record<string, { readonly type: string; readonly from: string }>>;
    readonly outputs: Readonly<Record<string, string>>;
  }[];
}

const tag = "roi-detector.one-shape";
let folder: string;
beforeAll(async () => {
  folder = await userFolder();
});

const bytesOf = (name: string): Promise<Buffer> => readFile(join(folder, name));

async function exported(...options: string[]): Promise<{ readonly manifest: Manifest; readonly stderr: string }> {
  const { code, stderr } = await blockzooHere(["export", tag, "--out", join(folder, "roi.onnx"), ...options]);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return { manifest: JSON.parse(await readFile(join(folder, "roi.json"), "utf8")) as Manifest, stderr };
}

/** Calls the models in the order of the manifest, each with what it says; gives the outputs of the last. */
async function callInTurn({ data, graphs }: Manifest, given: Feeds, ort: typeof node): Promise<Feeds> {
  const known: Record<string, Feeds> = { given };
  for (const { name, file, inputs } of graphs) {
    const externalData = [{ path: data, data: await bytesOf(data) }];
    const session = await ort.InferenceSession.create(await bytesOf(file), { externalData });
    const fed = Object.entries(inputs).map(([input, { from }]) => {
      const value = known[from]![input]!;
      return [input, new ort.Tensor("float32", value.data as Float32Array, value.shape)] as const;
    });
    const outputs = Object.entries(await session.run(Object.fromEntries(fed)));
    known[name] = Object.fromEntries(
      outputs.map(([output, found]) => [output, ndarray(found.data as Float32Array, found.dims)]),
    );
    await session.release();
  }
  return known[graphs.at(-1)!.name]!;
}

/** Two images with four regions. */
function sample(): { readonly image: Feeds[string]; readonly regions: Feeds[string] } {
  const shape = [2, 1, 48, 48];
  const image = ndarray(new RandomStream(0, "images").fillUniform(new Float32Array(sizeOf(shape))), shape);
  const rows = [
    [0, 4, 4, 20, 20],
    [1, 10, 3, 40, 30],
    [1, -3, -3, 8, 60],
    [0, 30, 31, 41, 44],
  ];
  return { image, regions: ndarray(rows) };
}

async function referenceOutputs(): Promise<Feeds> {
  const feeds = sample();
  const { family, entry } = await findWeights(tag);
  const whole = trace(family.create(entry.variant), feeds, { output: "scores" });
  const reference = await referenceBackend().compile(whole, { weights: await loadWeights(entry) });
  return (await reference.run(feeds)).outputs;
}

describe("a network of several graphs", { timeout: 60_000 }, () => {
  it("is a model for each, one file of weights, and a manifest", async () => {
    const { manifest, stderr } = await exported();
    expect(manifest).toEqual({
      name: "roi-detector",
      data: "roi.onnx.data",
      graphs: [
        {
          name: "extract",
          file: "roi.extract.onnx",
          inputs: { image: { type: "float32[N,1,48,48]", from: "given" } },
          outputs: { maps: "float32[N,24,24,24]" },
        },
        {
          name: "judge",
          file: "roi.judge.onnx",
          inputs: {
            maps: { type: "float32[N,24,24,24]", from: "extract" },
            regions: { type: "float32[R,5]", from: "given" },
          },
          outputs: { scores: "float32[R,4]", deltas: "float32[R,4]" },
        },
      ],
    });
    for (const file of ["roi.extract.onnx", "roi.judge.onnx", "roi.onnx.data", "roi.json"]) {
      expect(stderr).toContain(`wrote ${join(folder, file)}`);
    }
  });

  it.each([
    ["onnxruntime-node", node],
    ["onnxruntime-web", web as unknown as typeof node],
  ])("gives the network's numbers on %s to whoever follows the manifest", async (_, ort) => {
    const { manifest } = await exported();
    const found = await callInTurn(manifest, sample(), ort);
    const expected = await referenceOutputs();
    expect(Object.keys(found)).toEqual(Object.keys(expected));
    for (const [name, value] of Object.entries(expected)) {
      expect(difference(found[name]!, value)).toBeLessThan(tolerances.network);
    }
  });

  it("opens by its path, as the file of weights lies beside it", async () => {
    await exported("--dtype", "float16");
    const session = await node.InferenceSession.create(join(folder, "roi.judge.onnx"));
    expect(session.outputNames).toEqual(["scores", "deltas"]);
    await session.release();
  });

  it("is refused as one file, and with preparation that its task does not describe", async () => {
    const args = ["export", tag, "--out", join(folder, "no.onnx")];
    expectRefused(
      await blockzooHere([...args, "--external-data", "never"]),
      "roi-detector has several graphs, which share one file of weights",
    );
    expectRefused(
      await blockzooHere([...args, "--with-preprocessing"]),
      "roi-detector.one-shape does object-detection, which takes its inputs as they are",
    );
  });
});
