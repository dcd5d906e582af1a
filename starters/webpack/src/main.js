import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { lenet } from "@blockzoo/lenet";

const input = document.querySelector("input");
const output = document.querySelector("output");

const digits = await lenet.load("lenet5.mnist", { backend: await onnxruntime() });
output.value = "ready";

input.addEventListener("change", async () => {
  const [best] = await digits.classify(input.files[0]);
  output.value = `${best.label}, with probability ${best.probability.toFixed(3)}`;
});
