import { BlockzooError } from "./errors.js";

/** Any plain nesting of arrays and records: what `forward` takes and returns, what carries and inputs are made of. */
export type Structure<Leaf> = Leaf | readonly Structure<Leaf>[] | { readonly [key: string]: Structure<Leaf> };

type IsLeaf<Leaf> = (value: unknown) => value is Leaf;

/** Every leaf with its path, in order: `{ h: a, c: [b] }` gives `["h", a], ["c.0", b]`. */
export function flattenStructure<Leaf>(structure: unknown, isLeaf: IsLeaf<Leaf>, path = ""): [string, Leaf][] {
  if (isLeaf(structure)) return [[path, structure]];
  if (typeof structure !== "object" || structure === null) {
    const place = path === "" ? "the value" : `"${path}"`;
    throw new BlockzooError(`${place} is ${String(structure)}: expected a tensor or a plain structure of tensors`);
  }
  return Object.entries(structure).flatMap(([key, value]) => flattenStructure(value, isLeaf, extend(path, key)));
}

/** The same nesting with every leaf replaced. The caller knows its type. */
export function mapStructure<Leaf>(
  structure: unknown,
  isLeaf: IsLeaf<Leaf>,
  map: (leaf: Leaf, path: string) => unknown,
  path = "",
): unknown {
  if (isLeaf(structure)) return map(structure, path);
  if (Array.isArray(structure)) {
    return structure.map((value: unknown, index) => mapStructure(value, isLeaf, map, extend(path, String(index))));
  }
  return Object.fromEntries(
    Object.entries(structure as object).map(([key, value]) => [
      key,
      mapStructure(value, isLeaf, map, extend(path, key)),
    ]),
  );
}

function extend(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}
