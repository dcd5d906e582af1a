// How far values that the gallery saved are from what Node computes of the same inputs: the largest difference, over the largest value.
//   node --conditions=@blockzoo/source --import tsx compare-activations.ts <family> <weights> <graph> <block> <file>
import { readFileSync } from "node:fs";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { graphDefinition, loadWeights, trainedVariant } from "@blockzoo/family";
import { activationsOf } from "@blockzoo/inspect";
import { readSafetensors } from "@blockzoo/weights";
import { families } from "@blockzoo/zoo";

const [name = "", tag = "", method = "", block = "", file = ""] = process.argv.slice(2);
const family = await families[name]!();
const variant = trainedVariant(family, tag);
const saved = readSafetensors(readFileSync(file), { name: file }).tensors;
const types = Object.keys(graphDefinition(variant, method).input);
const inputs = Object.fromEntries(types.map((each) => [each, saved.get(`input.${each}`)!]));

const backend = await onnxruntime();
const weights = await loadWeights(family.weights[tag]!);
const found = await activationsOf(variant.create(), inputs, { backend, weights, method, blocks: [block] });
await backend.dispose();

const outputs = [...saved].filter(([each]) => each.startsWith("output."));
if (outputs.length !== found.size)
  throw new Error(`saved ${outputs.length} outputs of ${block}, Node has ${found.size}`);
const differences = outputs.map(([each, { shape, data }]) => {
  const expected = found.get(each.slice("output.".length));
  if (String(expected?.shape) !== String(shape))
    throw new Error(`${each} is [${shape}], Node has [${expected?.shape}]`);
  const apart = Array.from(data, (value, at) => Math.abs(value - expected!.data[at]!));
  return Math.max(...apart) / Math.max(1, ...Array.from(expected!.data, Math.abs));
});
console.log(Math.max(...differences));
