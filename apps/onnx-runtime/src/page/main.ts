import { loadClassifier, type Pixels } from "#digits/classify.js";
import { env } from "onnxruntime-web";
import mjs from "onnxruntime-web/ort-wasm-simd-threaded.mjs?url";
import wasm from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import { drawingPad } from "./drawing-pad.js";
import { decodePicture, pixelsOf } from "./pixels-of.js";
import { showProbabilities } from "./probabilities.js";

env.wasm.wasmPaths = { mjs, wasm };
// Threads share memory, which browsers allow in pages that are isolated from others.
const threads = crossOriginIsolated ? Math.min(4, navigator.hardwareConcurrency) : 1;
env.wasm.numThreads = threads;

const output = document.querySelector("output")!;
const list = document.querySelector("ol")!;
const file = document.querySelector("input")!;
const classifier = await loadClassifier();

/** Pictures are read one after the other; of those that wait, the last. */
let waiting: (() => Promise<Pixels>) | undefined;
let isReading = false;

async function read(picture: () => Promise<Pixels>): Promise<void> {
  waiting = picture;
  if (isReading) return;
  isReading = true;
  try {
    while (waiting !== undefined) {
      const next: () => Promise<Pixels> = waiting;
      waiting = undefined;
      const pixels = await next();
      const start = performance.now();
      const predictions = await classifier.classify(pixels, classifier.labels.length);
      showProbabilities(list, classifier.labels, predictions);
      output.value = `${predictions[0]!.label}, read in ${(performance.now() - start).toFixed(1)} ms`;
    }
  } catch (error) {
    output.value = (error as Error).message;
  } finally {
    isReading = false;
  }
}

const pad = drawingPad(document.querySelector("canvas")!, (drawing) => void read(async () => drawing));
document.querySelector("button")!.addEventListener("click", () => {
  pad.clear();
  file.value = "";
  showProbabilities(list, classifier.labels, []);
  output.value = "draw a digit";
});
file.addEventListener("change", () => {
  const chosen = file.files?.[0];
  if (chosen === undefined) return;
  void read(async () => {
    const picture = await decodePicture(chosen);
    pad.show(picture);
    return pixelsOf(picture);
  });
});

showProbabilities(list, classifier.labels, []);
output.value = `ready, with ${threads} ${threads === 1 ? "thread" : "threads"}`;
