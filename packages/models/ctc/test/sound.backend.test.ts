// A network, and an exported file, that takes samples of sound.
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { tfjs } from "@blockzoo/backend-tfjs";
import {
  float32,
  initialize,
  int32,
  ndarray,
  RandomStream,
  referenceBackend,
  trace,
  type Backend,
  type NDArray,
  type Shape,
} from "@blockzoo/core";
import { exportModel } from "@blockzoo/onnx";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { SpeechModel } from "@blockzoo/ctc";

const sampleRate = 8000;
const model = new SpeechModel({ sampleRate, bands: 12, classes: 5, hidden: 6, channels: 7 });
const weights = initialize(model, { seed: 1 });

function graphFor(...shape: Shape) {
  return trace(model, { samples: float32(...shape), lengths: int32(shape[0]!) });
}

/** Two sounds, the second shorter: a tone in noise, and silence. */
function feedsOf(count: number): { samples: NDArray; lengths: NDArray } {
  const noise = new RandomStream(0, "sound", count).fillNormal(new Float32Array(2 * count), 0, 0.05);
  const samples = noise.map((value, at) => value + 0.3 * Math.sin((2 * Math.PI * 440 * at) / sampleRate));
  const shorter = Math.floor(count / 2);
  samples.fill(0, count + shorter);
  return { samples: ndarray(samples, [2, count]), lengths: ndarray(Int32Array.of(count, shorter)) };
}

async function outputsOn(backend: Backend, count: number): Promise<Readonly<Record<string, NDArray>>> {
  const executable = await backend.compile(graphFor(2, count), { weights });
  const { outputs } = await executable.run(feedsOf(count));
  executable.dispose();
  return outputs;
}

function expectClose(found: ArrayLike<number>, expected: NDArray, tolerance = 1e-4): void {
  const worst = Array.from(expected.data, (value, index) => Math.abs(value - found[index]!));
  expect(found.length).toBe(expected.data.length);
  expect(Math.max(...worst)).toBeLessThan(tolerance);
}

describe("sound", () => {
  it.each([
    ["onnxruntime-cpu", () => onnxruntime({ provider: "cpu" })],
    ["onnxruntime-wasm", () => onnxruntime({ provider: "wasm" })],
    ["tfjs-cpu", () => tfjs({ device: "cpu" })],
    ["tfjs-wasm", () => tfjs({ device: "wasm" })],
  ])("is heard alike on %s", async (_, open) => {
    const expected = await outputsOn(referenceBackend({ float64: true }), 2400);
    const backend = await open();
    const outputs = await outputsOn(backend, 2400);
    await backend.dispose();
    for (const name of ["logits", "steps"]) expectClose(outputs[name]!.data, expected[name]!);
  });

  it("goes into one file, which takes any number of samples", async () => {
    const file = exportModel(graphFor("N", "S"), { weights });
    const session = await InferenceSession.create(file);
    for (const count of [800, 1999, 8000]) {
      const { samples, lengths } = feedsOf(count);
      const found = await session.run({
        samples: new Tensor("float32", samples.data as Float32Array, samples.shape),
        lengths: new Tensor("int32", lengths.data as Int32Array, lengths.shape),
      });
      const expected = await outputsOn(referenceBackend({ float64: true }), count);
      expect(found["logits"]!.dims).toEqual(expected["logits"]!.shape);
      expectClose(found["logits"]!.data as Float32Array, expected["logits"]!);
      expectClose(found["steps"]!.data as Int32Array, expected["steps"]!);
    }
    await session.release();
  });
});
