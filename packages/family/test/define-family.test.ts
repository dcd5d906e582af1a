import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  Block,
  flatten,
  float32,
  Linear,
  ndarray,
  referenceBackend,
  type StateDict,
  type Tensor,
} from "@blockzoo/core";
import { writePyTorch, writeSafetensors, type DownloadOptions } from "@blockzoo/weights";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { defineFamily, type FamilyDefinition, type WeightsEntry } from "../src/index.js";

/** Says which of the two pixels of an image is brighter. */
class Brighter extends Block {
  readonly fc = new Linear(2, 2);
  forward(x: Tensor): Tensor {
    return this.fc.forward(flatten(x));
  }
}

const weights: StateDict = new Map([
  [
    "fc.weight",
    ndarray([
      [10, 0],
      [0, 10],
    ]),
  ],
  ["fc.bias", ndarray([0, 0.5])],
]);

function entryOf(values: StateDict, changes: Partial<WeightsEntry> = {}): WeightsEntry {
  const bytes = writeSafetensors(values, { dtype: "float16" });
  return {
    variant: "brighter",
    url: new URL(`data:application/octet-stream;base64,${Buffer.from(bytes).toString("base64")}`),
    sha256: createHash("sha256").update(bytes).digest("hex"),
    size: bytes.length,
    preprocessing: { kind: "image", channels: 1, resize: [1, 2], mean: [0], deviation: [1] },
    labels: ["left", "right"],
    metrics: { accuracy: 1 },
    gate: { metric: "accuracy", atLeast: 1 },
    recipe: { id: "brighter.pairs", hash: "" },
    licence: "MIT",
    ...changes,
  };
}

function definitionWith(
  entries: Record<string, WeightsEntry>,
): FamilyDefinition<string, string, "image-classification"> {
  return {
    name: "pairs",
    title: "Pairs",
    papers: [],
    task: "image-classification",
    variants: {
      brighter: {
        summary: "two pixels",
        create: () => new Brighter(),
        input: { input: float32("N", 1, 1, 2) },
        output: "logits",
        params: 6,
      },
    },
    weights: entries,
    recipes: async () => ({ recipes: [] }),
  };
}

const load = (entry: WeightsEntry, download: DownloadOptions = {}) =>
  defineFamily(definitionWith({ "brighter.pairs": entry })).load("brighter.pairs", {
    backend: referenceBackend(),
    ...download,
  });

const pair = (left: number, right: number) => ({ width: 2, height: 1, data: Uint8Array.of(left, right) });

describe("load", () => {
  test("gives a classifier", async () => {
    const classifier = await load(entryOf(weights));
    const [first, second] = await classifier.classify(pair(255, 0));
    expect(first!.label).toBe("left");
    expect(first!.probability).toBeCloseTo(1 / (1 + Math.exp(-9.5)), 6);
    expect(first!.probability + second!.probability).toBeCloseTo(1, 12);
    expect(await classifier.classify(pair(0, 255), { top: 1 })).toMatchObject([{ label: "right" }]);
    const { shape, data } = await classifier.logits([pair(255, 0), pair(0, 255), pair(0, 0)]);
    expect(shape).toEqual([3, 2]);
    expect([...data]).toEqual([10, 0.5, 0, 10.5, 0, 0.5]);
    classifier.dispose();
    await expect(classifier.classify(pair(0, 0))).rejects.toThrow("disposed");
  });

  test("reads files", async () => {
    const folder = mkdtempSync(join(tmpdir(), "blockzoo-family-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, "w.safetensors");
    writeFileSync(path, writeSafetensors(weights, { dtype: "float16" }));
    const classifier = await load(entryOf(weights, { url: pathToFileURL(path) }));
    expect((await classifier.classify(pair(255, 0)))[0]!.label).toBe("left");
    await expect(load(entryOf(weights, { url: pathToFileURL(join(folder, "none")) }))).rejects.toThrow(
      "cannot be read",
    );
  });

  test("fetches a file once, from a mirror where it must, and keeps it in the cache", async () => {
    const folder = mkdtempSync(join(tmpdir(), "blockzoo-family-"));
    const bytes = writePyTorch(weights);
    let requests = 0;
    const server = createServer((request, response) => {
      requests++;
      response.writeHead(request.url === "/w.pth" ? 200 : 404).end(bytes);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    vi.stubEnv("BLOCKZOO_CACHE", folder);
    onTestFinished(() => {
      vi.unstubAllEnvs();
      server.close();
      rmSync(folder, { recursive: true });
    });
    const url = (path: string) => new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
    const entry = entryOf(weights, {
      url: url("/gone"),
      mirrors: [url("/w.pth")],
      size: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
    });
    await expect(load(entry, { offline: true })).rejects.toThrow("nothing may be fetched (offline)");
    for (const offline of [false, true]) {
      const classifier = await load(entry, { offline });
      expect((await classifier.classify(pair(255, 0)))[0]!.label).toBe("left");
    }
    expect(requests).toBe(2);
  });

  test("takes weights from elsewhere where the variant says what they need", async () => {
    const definition = definitionWith({});
    const { brighter } = definition.variants;
    const { preprocessing, labels } = entryOf(weights);
    const variant = { ...brighter!, preprocessing, labels };
    const family = defineFamily({ ...definition, variants: { brighter: variant } });
    const backend = referenceBackend();
    const classifier = await family.use("brighter", { weights, backend });
    expect((await classifier.classify(pair(255, 0)))[0]!.label).toBe("left");
    await expect(family.use("brighter", { weights: new Map(), backend })).rejects.toThrow(
      "the weights given to brighter",
    );
    const given = new Map([...weights, ["aux.0.bias", ndarray([1])]]);
    await expect(family.use("brighter", { weights: given, backend })).rejects.toThrow("1 unexpected: aux.0.bias");
    const training = { ...variant, unusedBlocks: ["aux.0"] };
    const trained = defineFamily({ ...definition, variants: { brighter: training } });
    expect(await (await trained.use("brighter", { weights: given, backend })).classify(pair(255, 0))).toHaveLength(2);
    await expect(defineFamily(definition).use("brighter", { weights, backend })).rejects.toThrow(
      'the variant "brighter" does not say how its inputs are prepared',
    );
  });

  test("says which tags there are", async () => {
    const family = defineFamily(definitionWith({ "brighter.pairs": entryOf(weights) }));
    await expect(family.load("brighter.dogs", { backend: referenceBackend() })).rejects.toThrow(
      'pairs has no weights "brighter.dogs": there are brighter.pairs',
    );
    expect(() => family.create("darker")).toThrow('pairs has no variant "darker": there are brighter');
  });

  test("refuses a file that is not the entry's", async () => {
    const { size } = entryOf(weights);
    await expect(load(entryOf(weights, { size: size + 1 }))).rejects.toThrow(`has ${size} bytes, expected ${size + 1}`);
    await expect(load(entryOf(weights, { sha256: "0".repeat(64) }))).rejects.toThrow("the file was changed or damaged");
  });

  test("refuses weights of another model", async () => {
    const other = new Map([["fc.weight", ndarray([[1, 0, 0]])]]);
    await expect(load(entryOf(other))).rejects.toThrow("the weights do not fit the model");
  });
});

describe("a definition is checked", () => {
  const define = (tag: string, changes: Partial<WeightsEntry>) => () =>
    defineFamily(definitionWith({ [tag]: entryOf(weights, changes) }));

  test("variant", () =>
    expect(define("a.b", { variant: "a" })).toThrow('belong to the variant "a", but there are brighter'));
  test("tag", () => expect(define("b.pairs", {})).toThrow("must be named <variant>.<dataset>"));
  test("checksum", () => expect(define("brighter.pairs", { sha256: "1" })).toThrow("64 hexadecimal digits"));
  test("input", () =>
    expect(
      define("brighter.pairs", { preprocessing: { kind: "table", columns: [], mean: [], deviation: [] } }),
    ).toThrow('take an input of kind "table", but the task of brighter is image-classification'));
});
