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
import { describe, expect, expectTypeOf, onTestFinished, test, vi } from "vitest";
import { defineFamily, forward, type WeightsEntry } from "../src/index.js";
import { oracle, type Oracle } from "./oracle.js";

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

type Entry = WeightsEntry<"brighter", Oracle["meaning"]>;

function entryOf(values: StateDict, changes: Partial<Entry> = {}): Entry {
  const bytes = writeSafetensors(values, { dtype: "float16" });
  return {
    variant: "brighter",
    url: new URL(`data:application/octet-stream;base64,${Buffer.from(bytes).toString("base64")}`),
    sha256: createHash("sha256").update(bytes).digest("hex"),
    size: bytes.length,
    meaning: { sides: ["left", "right"] },
    metrics: { accuracy: 1 },
    gate: { metric: "accuracy", atLeast: 1 },
    recipe: { id: "brighter.pairs", hash: "" },
    licence: "MIT",
    ...changes,
  };
}

function definitionWith<Entries extends Record<string, Entry>>(entries: Entries) {
  return {
    name: "pairs",
    title: "Pairs",
    papers: [],
    variants: {
      brighter: {
        summary: "two pixels",
        create: () => new Brighter(),
        task: oracle(),
        graphs: forward({ input: float32("N", 1, 1, 2) }, "logits"),
        params: 6,
      },
    },
    weights: entries,
    recipes: async () => ({ recipes: [] }),
  };
}

const load = (entry: Entry, download: DownloadOptions = {}) =>
  defineFamily(definitionWith({ "brighter.pairs": entry })).load("brighter.pairs", {
    backend: referenceBackend(),
    ...download,
  });

describe("load", () => {
  test("gives what the task of the variant offers", async () => {
    const brighter = await load(entryOf(weights));
    expectTypeOf(brighter).toEqualTypeOf<Oracle["use"]>();
    expect(await brighter.ask(1, 0)).toBe("left");
    expect(await brighter.ask(0, 1)).toBe("right");
    brighter.dispose();
    await expect(brighter.ask(0, 0)).rejects.toThrow("disposed");
  });

  test("reads files", async () => {
    const folder = mkdtempSync(join(tmpdir(), "blockzoo-family-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, "w.safetensors");
    writeFileSync(path, writeSafetensors(weights, { dtype: "float16" }));
    const brighter = await load(entryOf(weights, { url: pathToFileURL(path) }));
    expect(await brighter.ask(1, 0)).toBe("left");
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
      const brighter = await load(entry, { offline });
      expect(await brighter.ask(1, 0)).toBe("left");
    }
    expect(requests).toBe(2);
  });

  test("takes weights from elsewhere where the variant says what they need", async () => {
    const definition = definitionWith({});
    const { meaning } = entryOf(weights);
    const family = defineFamily({
      ...definition,
      variants: { brighter: { ...definition.variants.brighter, meaning } },
    });
    const backend = referenceBackend();
    const brighter = await family.use("brighter", { weights, backend });
    expect(await brighter.ask(1, 0)).toBe("left");
    const turned = { sides: ["right", "left"] };
    expect(await (await family.use("brighter", { weights, meaning: turned, backend })).ask(1, 0)).toBe("right");
    await expect(family.use("brighter", { weights: new Map(), backend })).rejects.toThrow(
      "the weights given to brighter",
    );
    const more = new Map([...weights, ["aux.0.bias", ndarray([1])]]);
    await expect(family.use("brighter", { weights: more, backend })).rejects.toThrow("1 unexpected: aux.0.bias");
    const variant = { ...definition.variants.brighter, meaning, unusedBlocks: ["aux.0"] };
    const other = await defineFamily({ ...definition, variants: { brighter: variant } }).use("brighter", {
      weights: more,
      backend,
    });
    expect(await other.ask(1, 0)).toBe("left");
    await expect(defineFamily(definition).use("brighter", { weights, backend })).rejects.toThrow(
      'the variant "brighter" does not say how its inputs are prepared',
    );
  });

  test("says which tags there are", async () => {
    const family = defineFamily(definitionWith({ "brighter.pairs": entryOf(weights) }));
    await expect(family.load("brighter.dogs" as "brighter.pairs", { backend: referenceBackend() })).rejects.toThrow(
      'pairs has no weights "brighter.dogs": there are brighter.pairs',
    );
    expect(() => family.create("darker" as "brighter")).toThrow('pairs has no variant "darker": there are brighter');
  });

  test("refuses options that do not exist", async () => {
    const options = { ofline: true } as DownloadOptions;
    await expect(load(entryOf(weights), options)).rejects.toThrow(
      'pairs.load: there is no option "ofline"; did you mean "offline"?',
    );
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
  const define = (tag: string, changes: Partial<Entry>) => () =>
    defineFamily(definitionWith({ [tag]: entryOf(weights, changes) }));

  test("variant", () =>
    expect(define("a.b", { variant: "a" as "brighter" })).toThrow('belong to the variant "a", but there are brighter'));
  test("tag", () => expect(define("b.pairs", {})).toThrow("must be named <variant>.<dataset>"));
  test("checksum", () => expect(define("brighter.pairs", { sha256: "1" })).toThrow("64 hexadecimal digits"));
  test("meaning", () =>
    expect(define("brighter.pairs", { meaning: { sides: ["left"] } })).toThrow(
      'pairs: the weights "brighter.pairs": sides: expected two, found left',
    ));

  test("types: a tag has what its variant's task offers, and an entry must have that task's meaning", () => {
    const { brighter } = definitionWith({}).variants;
    const other = { ...brighter, task: oracle<"counted">() };
    const entry = entryOf(weights);
    const family = defineFamily({
      ...definitionWith({}),
      variants: { brighter, other },
      weights: { "brighter.pairs": entry, "other.pairs": { ...entry, variant: "other" } },
    });
    const load = () => family.load("other.pairs", { backend: referenceBackend() });
    expectTypeOf(load).returns.resolves.toEqualTypeOf<Oracle<"counted">["use"]>();
    // @ts-expect-error: the task of "brighter" wants sides
    const wrong: (typeof family.weights)["brighter.pairs"] = { ...entry, meaning: { labels: ["left", "right"] } };
    expect(wrong.variant).toBe("brighter");
  });
});
