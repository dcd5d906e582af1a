import { connectBackend } from "@blockzoo/core";
import { lenet } from "@blockzoo/lenet";

const input = document.querySelector("input")!;
const output = document.querySelector("output")!;

// The network computes in a worker: the page stays responsive, and nothing else changes.
const worker = new Worker(new URL("./backend.worker.ts", import.meta.url), { type: "module" });
const digits = await lenet.load("lenet5.mnist", { backend: await connectBackend(worker, { provider: "wasm" }) });
output.value = "ready";

input.addEventListener("change", async () => {
  const [best] = await digits.classify(input.files![0]!);
  output.value = `${best!.label}, with probability ${best!.probability.toFixed(3)}`;
});
