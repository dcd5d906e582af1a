import { describe, expect, it, onTestFinished } from "vitest";
import {
  add,
  BlockzooError,
  connectBackend,
  Dropout,
  float32,
  graphDocument,
  graphFrom,
  Linear,
  lower,
  mul,
  ndarray,
  Parameter,
  printGraph,
  referenceBackend,
  Sequential,
  serveBackend,
  softmax,
  trace,
  zeros,
  type Backend,
} from "../src/index.js";

/** Both ends in one thread, which is enough for messages to be copied. */
async function connected(open: (options: object) => Promise<Backend>, options = {}): Promise<Backend> {
  const { port1, port2 } = new MessageChannel();
  serveBackend(open, port1);
  const worker = Object.assign(port2, { terminate: () => (port1.close(), port2.close()) });
  return connectBackend(worker, options);
}

describe("graphs are the same after a journey", () => {
  it("with state, random inputs and regions that a backend lowers", () => {
    const model = new Sequential(new Linear(4, 3), new Dropout(0.5), softmax);
    const graph = trace(model, { x: float32(2, 4) }, { mode: "train" });
    const received = graphFrom(structuredClone(graphDocument(graph)), () => zeros());
    expect(printGraph(received)).toBe(printGraph(graph));
    const composites = new Set(["softmax"]);
    expect(printGraph(lower(received, { composites }))).toBe(printGraph(lower(graph, { composites })));
    expect(printGraph(lower(received, { composites }))).toContain("softmax");
  });
});

const counter = { count: new Parameter([], zeros()) };
const counting = trace(
  ({ x }) => {
    counter.count.update(add(counter.count, x));
    return mul(counter.count, 1);
  },
  { x: float32() },
  { model: counter },
);
const one = { x: ndarray(1) };

describe("a backend in a worker", () => {
  it("keeps, shares, reads and writes state, and counts runs", async () => {
    const backend = await connected(async () => referenceBackend());
    const first = await backend.compile(counting);
    const second = await backend.compile(counting, { state: first.state });
    await first.run(one);
    first.dispose();
    expect((await second.run(one)).outputs["output"]!.data[0]).toBe(2);
    expect((await second.state.read()).get("count")!.data[0]).toBe(2);
    await second.state.write(new Map([["count", ndarray(7)]]));
    expect((await second.run(one)).outputs["output"]!.data[0]).toBe(8);
    expect(second.report()).toMatchObject({ backend: "reference", runs: 2 });
    await expect(first.run(one)).rejects.toThrow("was disposed");
    await expect(
      backend.compile(counting, { state: (await referenceBackend().compile(counting)).state }),
    ).rejects.toThrow("belongs to another backend");
  });

  it("has the first values and random numbers of one that is not", async () => {
    const model = new Sequential(new Linear(4, 3), new Dropout(0.5));
    const graph = trace(model, { x: float32(2, 4) }, { mode: "train" });
    const x = ndarray([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ]);
    const results = await Promise.all(
      [referenceBackend(), await connected(async () => referenceBackend())].map(async (backend) => {
        const executable = await backend.compile(graph, { seed: 3 });
        return (await executable.run({ x }, { step: 5 })).outputs["output"]!.data;
      }),
    );
    expect(results[1]).toEqual(results[0]);
  });

  it("passes errors on, with what they say and whose fault it is", async () => {
    const backend = await connected(async () => referenceBackend());
    const executable = await backend.compile(counting);
    await expect(executable.run({})).rejects.toThrow('the input "x" is missing');
    await expect(executable.state.write(new Map([["count", ndarray([1, 2])]]))).rejects.toThrow("nothing was written");
    const failing = connected(async () => {
      throw new BlockzooError("no adapter", { kind: "failure" });
    });
    await expect(failing).rejects.toMatchObject({ message: "no adapter", kind: "failure" });
  });

  it("drops a run that is aborted before it begins, and no other", async () => {
    const backend = await connected(async () => referenceBackend());
    const executable = await backend.compile(counting);
    const controller = new AbortController();
    const runs = [executable.run(one), executable.run(one, { signal: controller.signal }), executable.run(one)];
    controller.abort(new Error("not wanted"));
    await expect(runs[1]).rejects.toThrow("not wanted");
    expect((await runs[2]!).outputs["output"]!.data[0]).toBe(2);
    await expect(executable.run(one, { signal: controller.signal })).rejects.toThrow("not wanted");
  });

  it("is gone after dispose", async () => {
    const backend = await connected(async () => referenceBackend());
    await backend.dispose();
    await expect(backend.compile(counting)).rejects.toThrow("was disposed");
  });

  it("opens with the options it was given", async () => {
    const seen: object[] = [];
    const backend = await connected(async (options) => (seen.push(options), referenceBackend()), { provider: "wasm" });
    onTestFinished(() => backend.dispose());
    expect(seen).toEqual([{ provider: "wasm" }]);
  });
});
