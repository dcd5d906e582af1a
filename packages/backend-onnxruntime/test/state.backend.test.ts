// What becomes of state that a run has replaced: its memory is free at once, unless somebody holds it.
import { mul, ndarray, Parameter, trace, type Backend, type Executable, type Initializer } from "@blockzoo/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { onnxruntime } from "../src/index.js";

const size = 2 ** 20;
const bytes = 4 * size;
const ones: Initializer = (shape) => ndarray(new Float32Array(size).fill(1), shape);

/** Halves a parameter of 4 MB in each run. */
const halving = (() => {
  const weight = new Parameter([size], ones);
  const update = () => {
    const half = mul(weight, 0.5);
    weight.update(half);
    return {};
  };
  return trace(update, {}, { model: { weight } });
})();

/** The bytes behind all arrays of this thread, used or not yet collected. */
const held = () => process.memoryUsage().arrayBuffers;

describe.each(["cpu", "wasm"] as const)("state on %s", (provider) => {
  let backend: Backend;
  let executable: Executable;
  beforeAll(async () => {
    backend = await onnxruntime({ provider, threads: 1 });
    executable = await backend.compile(halving);
  });
  afterAll(() => backend.dispose());
  const first = async () => (await executable.state.read()).get("weight")!.data[0];

  it("takes no more after many runs than before, without a collection", async () => {
    await executable.run({});
    const before = held();
    for (let run = 0; run < 20; run++) await executable.run({});
    expect(held() - before).toBeLessThan(2 * bytes);
    expect(await first()).toBe(2 ** -21);
  });

  it("is kept as it was while it is held, twice or once, and freed after that", async () => {
    const at = (await first())!;
    const [older, same] = [executable.state.hold!(), executable.state.hold!()];
    await executable.run({});
    const newer = executable.state.hold!();
    for (let run = 0; run < 3; run++) await executable.run({});
    const values = async () =>
      Promise.all([older, same, newer].map(async (each) => (await each.read()).get("weight")?.data[0]));
    expect(await values()).toEqual([at, at, at / 2]);
    older.release();
    expect(await values()).toEqual([undefined, at, at / 2]);
    const before = held();
    same.release();
    newer.release();
    newer.release();
    expect(before - held()).toBeGreaterThanOrEqual(2 * bytes);
    expect(await first()).toBe(at / 16);
  });

  it("is not the array that was written, nor one that was read", async () => {
    const given = ndarray(new Float32Array(size).fill(8));
    await executable.state.write(new Map([["weight", given]]));
    const read = (await executable.state.read()).get("weight")!;
    await executable.run({});
    await executable.run({});
    expect([given.data[0], read.data[0], await first()]).toEqual([8, 8, 2]);
  });
});
