// What a recipe measures of weights in Node, and the first held-out samples with what the network says of them, as JSON.
//   node --conditions=@blockzoo/source --import tsx measure-weights.ts lenet5.glyphs lenet5.glyphs.safetensors 20
import { readFileSync } from "node:fs";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { readSafetensors } from "@blockzoo/weights";
import { findRecipe } from "@blockzoo/zoo";

const [id = "", file = "", count = ""] = process.argv.slice(2);
const { recipe } = await findRecipe(id);
const backend = await onnxruntime();
const { tensors } = readSafetensors(readFileSync(file), { name: file });
const { metrics, predictions } = await recipe.measure(tensors, { backend });
await backend.dispose();
const predicted = Array.from(predictions!.predicted.subarray(0, Number(count)), (at) => predictions!.labels[at]);
const { x } = (await recipe.heldOut!({})).gather(predicted.map((_, index) => index));
console.log(JSON.stringify({ metrics, predicted, samples: { shape: x!.shape, data: Array.from(x!.data) } }));
