import { allocate, check, sizeOf } from "@blockzoo/core";
import { arrayDataset, everything, mapArrays, type Dataset } from "./dataset.js";

/**
 * The samples of several data sets one after the other, copied into memory. It is an error when their arrays differ in name,
 * type or shape of a sample. Classes are named by the first.
 *
 * @example join([digits, mapDataset(noise, ({ x }) => ({ x: x!, y: elevens }))], { name: "digits-and-noise" })
 */
export function join(datasets: readonly Dataset[], { name }: { readonly name: string }): Dataset {
  const parts = datasets.map(everything);
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
    const joined = allocate(dtype, samples * sizeOf(shape.slice(1)));
    let at = 0;
    for (const { data } of own) {
      joined.set(data, at);
      at += data.length;
    }
    return { dtype, shape: [samples, ...shape.slice(1)], data: joined };
  });
  const labels = datasets[0]!.labels;
  return arrayDataset({ name, arrays, ...(labels && { labels }) });
}
