import { check, ndarray, parseRecord, parseStrings } from "@blockzoo/core";
import type { Disposable, Task } from "../src/index.js";

/** What {@link oracle} deals with; `Kind` only tells types apart. */
export interface Oracle<Kind extends string = "plain"> {
  readonly meaning: { readonly sides: readonly string[] };
  readonly use: Disposable & { readonly kind?: Kind; ask(left: number, right: number): Promise<string> };
}

/** A task that nobody else has: which of two numbers a network prefers. */
export function oracle<Kind extends string = "plain">(): Task<Oracle<Kind>["meaning"], Oracle<Kind>["use"], "forward"> {
  return {
    name: "oracle",
    graphs: ["forward"],
    parseMeaning(value, where) {
      const sides = parseStrings(parseRecord(value, where)["sides"], `${where}: sides`);
      check(sides.length === 2, () => `${where}: sides: expected two, found ${sides.join(", ")}`);
      return { sides };
    },
    use: ({ networks: { forward }, meaning: { sides }, dispose }) => ({
      async ask(left, right) {
        const { data } = await forward.run([ndarray(Float32Array.of(left, right), [1, 1, 2])]);
        return sides[data[0]! >= data[1]! ? 0 : 1]!;
      },
      dispose,
    }),
    drill: () => Promise.reject(new Error("not trained here")),
    command: () => Promise.reject(new Error("not called from a shell")),
  };
}
