// How far values that the gallery saved are from what Node computes of the same inputs: for each file the largest difference, over the
// largest value, as a JSON list.
//   node --conditions=@blockzoo/source --import tsx compare-activations.ts [{"tag": ..., "graph": ..., "block": ..., "file": ...}]
import { readFileSync } from "node:fs";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { graphDefinition, loadWeights } from "@blockzoo/family";
import { activationsOf } from "@blockzoo/inspect";
import { readSafetensors } from "@blockzoo/weights";
import { findWeights } from "@blockzoo/zoo";

/** A file that was saved, and what it is of. */
interface Saved {
  /** Of the weights. */
  readonly tag: string;
  readonly graph: string;
  readonly block: string;
  readonly file: string;
}

const backend = await onnxruntime();
const differences: number[] = [];
for (const saved of JSON.parse(process.argv[2]!) as Saved[]) differences.push(await differenceOf(saved));
await backend.dispose();
console.log(JSON.stringify(differences));

async function differenceOf({ tag, graph, block, file }: Saved): Promise<number> {
  const { variant, entry } = await findWeights(tag);
  const { tensors } = readSafetensors(readFileSync(file), { name: file });
  const names = Object.keys(graphDefinition(variant, graph).input);
  const inputs = Object.fromEntries(names.map((name) => [name, tensors.get(`input.${name}`)!]));
  const weights = await loadWeights(entry);
  const found = await activationsOf(variant.create(), inputs, { backend, weights, method: graph, blocks: [block] });
  const outputs = [...tensors].filter(([name]) => name.startsWith("output."));
  if (outputs.length !== found.size) {
    throw new Error(`${tag}: ${outputs.length} outputs of ${block} were saved, Node has ${found.size}`);
  }
  return Math.max(
    ...outputs.map(([name, { shape, data }]) => {
      const expected = found.get(name.slice("output.".length));
      if (String(expected?.shape) !== String(shape)) throw new Error(`${tag}: ${name} is [${shape}], Node has another`);
      const apart = Array.from(data, (value, at) => Math.abs(value - expected!.data[at]!));
      return Math.max(...apart) / Math.max(1, ...Array.from(expected!.data, Math.abs));
    }),
  );
}
