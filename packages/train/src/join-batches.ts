import { allocate, BlockzooError, check, describeType, sizeOf, type NDArray } from "@blockzoo/core";
import type { Batch } from "@blockzoo/data";

/** The rows of all batches, in their order. Where batches differ in another axis, rows are filled up with 0 to the longest. */
export function joined(batches: readonly Batch[]): Batch {
  const names = Object.keys(batches[0] ?? {});
  const arrayOf = (batch: Batch, name: string): NDArray => {
    const array = batch[name];
    if (array !== undefined) return array;
    throw new BlockzooError(`a batch has no "${name}", which others have: all batches must have the same arrays`);
  };
  return Object.fromEntries(
    names.map((name) => [
      name,
      joinedArray(
        name,
        batches.map((batch) => arrayOf(batch, name)),
      ),
    ]),
  );
}

function joinedArray(name: string, parts: readonly NDArray[]): NDArray {
  const [first, ...others] = parts as [NDArray, ...NDArray[]];
  const misfit = others.find(({ shape, dtype }) => shape.length !== first.shape.length || dtype !== first.dtype);
  check(
    misfit === undefined,
    () =>
      `"${name}" is ${describeType(first)} for one batch and ${describeType(misfit!)} for another: they cannot be joined`,
  );
  const samples = parts.reduce((total, { shape }) => total + shape[0]!, 0);
  const row = first.shape.slice(1).map((_, axis) => Math.max(...parts.map(({ shape }) => shape[axis + 1]!)));
  const data = allocate(first.dtype, samples * sizeOf(row));
  let at = 0;
  for (const part of parts) {
    copyRows(part, data.subarray(at, (at += part.shape[0]! * sizeOf(row))), row);
  }
  return { dtype: first.dtype, shape: [samples, ...row], data };
}

/** Puts rows into rows that are as long or longer along each axis. */
function copyRows({ shape: [rows = 0, ...own], data }: NDArray, target: NDArray["data"], row: readonly number[]): void {
  // Behind the last axis in which they differ, what belongs together lies together in both.
  const last = own.findLastIndex((size, axis) => size !== row[axis]);
  const outer = [rows, ...own.slice(0, last + 1)];
  const run = outer.pop()! * sizeOf(own.slice(last + 1));
  const strides = outer.map((_, axis) => sizeOf(row.slice(axis)));
  for (let index = 0; index < sizeOf(outer); index++) {
    let [rest, at] = [index, 0];
    for (let axis = outer.length - 1; axis >= 0; axis--) {
      at += (rest % outer[axis]!) * strides[axis]!;
      rest = Math.floor(rest / outer[axis]!);
    }
    target.set(data.subarray(index * run, (index + 1) * run), at);
  }
}
