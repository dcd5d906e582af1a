import { check, describeType, sub, type Tensor } from "@blockzoo/core";

/** Throws unless all have one type. Broadcasting would be a mistake that trains: `[N, 1]` with `[N]` gives `[N, N]`. */
export function checkOneShape(what: string, parts: Readonly<Record<string, Tensor>>): void {
  const types = Object.values(parts).map((part) => describeType(part));
  check(
    types.every((type) => type === types[0]),
    () => `${what} expects ${listed(Object.keys(parts))} of one shape, got ${listed(types)}`,
  );
}

/** The first less the second, which have one type. */
export function difference(what: string, parts: Readonly<Record<string, Tensor>>): Tensor {
  checkOneShape(what, parts);
  const [first, second] = Object.values(parts) as [Tensor, Tensor];
  return sub(first, second);
}

/** `a, b and c` */
function listed(words: readonly string[]): string {
  return words.join(", ").replace(/, ([^,]*)$/, " and $1");
}
