import { allocate, check, sizeOf } from "@blockzoo/core";
import {
  arrayDataset,
  everything,
  longestSequences,
  mapArrays,
  type Dataset,
  type SequenceLengths,
} from "./dataset.js";
import { fromPadded } from "./sequences/sequence-dataset.js";

/**
 * The samples of several data sets one after the other, copied into memory. It is an error when their arrays differ in name,
 * type or shape of a sample; sequences may differ in length. The first names the classes, and what sequences are padded with.
 *
 * @example join([digits, mapDataset(noise, ({ x }) => ({ x: x!, y: elevens }))], { name: "digits-and-noise" })
 */
export function join(datasets: readonly Dataset[], { name }: { readonly name: string }): Dataset {
  // Padded to the same steps, sequences are arrays of one shape like others.
  const padTo = longestOf(datasets);
  const parts = datasets.map((dataset) => everything(dataset, { padTo }));
  const [first] = parts;
  check(first !== undefined, () => `${name}: there is nothing to join`);
  const arrays = mapArrays(first, ({ dtype, shape }, key) => {
    const own = parts.map((part, index) => {
      const array = part[key];
      check(
        array !== undefined && array.dtype === dtype && array.shape.slice(1).join() === shape.slice(1).join(),
        () =>
          `${name}: "${key}" is ${dtype}[n,${shape.slice(1)}] in ${datasets[0]!.name}, but ` +
          `${array === undefined ? "missing" : `${array.dtype}[${array.shape}]`} in ${datasets[index]!.name}`,
      );
      return array;
    });
    const samples = own.reduce((sum, array) => sum + array.shape[0]!, 0);
    const data = allocate(dtype, samples * sizeOf(shape.slice(1)));
    let at = 0;
    for (const part of own) {
      data.set(part.data, at);
      at += part.data.length;
    }
    return { dtype, shape: [samples, ...shape.slice(1)], data };
  });
  const { labels, lengths, padding } = datasets[0]!;
  const joined = { name, arrays, ...(labels && { labels }) };
  return lengths === undefined
    ? arrayDataset(joined)
    : fromPadded({ ...joined, keys: Object.keys(lengths), ...(padding && { padding }) });
}

function longestOf(datasets: readonly Dataset[]): SequenceLengths {
  const longest: Record<string, number> = {};
  for (const [key, steps] of datasets.flatMap((dataset) => Object.entries(longestSequences(dataset)))) {
    longest[key] = Math.max(longest[key] ?? 0, steps);
  }
  return longest;
}
