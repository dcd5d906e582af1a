import {
  add,
  float32,
  graphDocument,
  graphFrom,
  Linear,
  referenceBackend,
  Sequential,
  trace,
  type Block,
} from "@blockzoo/core";
import { describe, expect, it } from "vitest";
import { BoundedBackend, guestBounds, type Bounds } from "../../src/playground/bounds/bounded-backend.js";

const graphOf = (model: Block, features = 4) => trace(model, { x: float32(2, features) });

/** A backend that must not be reached. */
function refusing(bounds: Partial<Bounds> = {}) {
  const backend = Object.assign(referenceBackend(), {
    compile: () => Promise.reject(new Error("memory was taken")),
  });
  return new BoundedBackend(backend, { ...guestBounds, ...bounds });
}

describe("BoundedBackend", () => {
  it("runs what is within the bounds, and frees it", async () => {
    const backend = new BoundedBackend(referenceBackend(), guestBounds);
    const executable = await backend.compile(graphOf(new Linear(4, 2)));
    const x = { dtype: "float32", shape: [2, 4], data: new Float32Array(8) } as const;
    expect((await executable.run({ x })).outputs["output"]!.shape).toEqual([2, 2]);
    await backend.dispose();
    await expect(executable.run({ x })).rejects.toThrow("disposed");
  });

  it("refuses ten gigabytes of weights before any is made", async () => {
    const graph = graphOf(new Linear(50_000, 50_000), 50_000);
    await expect(refusing().compile(graph)).rejects.toThrow(/is 9\.3 GB, but in this page it may be 512 MB at most/);
  });

  it.each<[string, Partial<Bounds>, string]>([
    ["nodes", { nodes: 3 }, "operations"],
    ["values", { valueBytes: 100 }, "what a run of this graph makes"],
    ["multiplications", { macs: 10 }, "GMACs"],
  ])("refuses more %s than there may be", async (_, bounds, message) => {
    const graph = graphOf(new Sequential(new Linear(4, 8), new Linear(8, 2)));
    await expect(refusing(bounds).compile(graph)).rejects.toThrow(message);
  });

  it("refuses more graphs at a time than there may be", async () => {
    const backend = new BoundedBackend(referenceBackend(), { ...guestBounds, executables: 1 });
    const first = await backend.compile(graphOf(new Linear(4, 2)));
    await expect(backend.compile(graphOf(new Linear(4, 2)))).rejects.toThrow("1 graphs at a time");
    first.dispose();
    await backend.compile(graphOf(new Linear(4, 2)));
  });

  it("refuses a graph whose types are not what its ops give", async () => {
    const document = structuredClone(graphDocument(trace(({ a }) => add(a, a), { a: float32(2) })));
    const forged = {
      ...document,
      nodes: document.nodes.map((node) => (node.op === "add" ? { ...node, types: [float32(1)] } : node)),
    };
    const graph = graphFrom(forged, () => () => {
      throw new Error("no state");
    });
    await expect(refusing().compile(graph)).rejects.toThrow("inference gives float32[2]");
  });
});
