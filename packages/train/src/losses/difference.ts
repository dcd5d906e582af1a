import { check, describeType, sizeOf, sub, type Tensor } from "@blockzoo/core";

/** Throws unless all have one type. Broadcasting would be a mistake that trains: `[N, 1]` with `[N]` gives `[N, N]`. */
export function checkOneShape(what: string, parts: Readonly<Record<string, Tensor>>): void {
  const types = Object.values(parts).map((part) => describeType(part));
  check(
    types.every((type) => type === types[0]),
    () => `${what} expects ${listed(Object.keys(parts))} of one shape, got ${listed(types)}${adviceFor(parts)}`,
  );
}

/** The first less the second, which have one type. */
export function difference(what: string, parts: Readonly<Record<string, Tensor>>): Tensor {
  checkOneShape(what, parts);
  const [first, second] = Object.values(parts) as [Tensor, Tensor];
  return sub(first, second);
}

/** What makes the first that differs like the others, where it has as many values. */
function adviceFor(parts: Readonly<Record<string, Tensor>>): string {
  const [[, first], ...others] = Object.entries(parts) as [[string, Tensor], ...[string, Tensor][]];
  const [name, other] = others.find(([, part]) => describeType(part) !== describeType(first))!;
  if (other.dtype !== first.dtype) return `: use cast(${name}, "${first.dtype}") where it is meant so`;
  const isSameSize = sizeOf(other.shape.map(Number)) === sizeOf(first.shape.map(Number));
  return isSameSize ? `: use reshape(${name}, [${first.shape.join(", ")}]) where it is meant so` : "";
}

/** `a, b and c` */
function listed(words: readonly string[]): string {
  return words.join(", ").replace(/, ([^,]*)$/, " and $1");
}
