import { expect, test } from "vitest";
import { onnxruntime } from "../src/index.js";
import type { Ort } from "../src/ort.js";
import { spinningSettings, type Spinning } from "../src/spinning.js";

const release = (version: string) => ({ env: { versions: { node: version } } }) as unknown as Ort;
const allowed = (spinning: Spinning, version: string) => {
  const { intra_op: threads } = spinningSettings(spinning, release(version)) as { intra_op: Record<string, string> };
  return [threads["allow_spinning"], threads["spin_duration_us"]];
};

test("threads spin as long as they are told to", () => {
  expect(allowed("briefly", "1.30.0")).toEqual(["1", "100"]);
  expect(allowed("always", "1.30.0")).toEqual(["1", undefined]);
  expect(allowed("never", "1.30.0")).toEqual(["0", undefined]);
});

test("a release that cannot be told for how long does not spin briefly", () => {
  expect(allowed("briefly", "1.25.3")).toEqual(["0", undefined]);
  expect(allowed("briefly", "1.26.0")).toEqual(["1", "100"]);
  expect(allowed("always", "1.20.0")).toEqual(["1", undefined]);
});

test("an unknown way of spinning is an error that lists them", async () => {
  await expect(onnxruntime({ spinning: true as unknown as Spinning })).rejects.toThrow(
    "spinning must be one of never, briefly, always, got true",
  );
});
