import { describe, expect, it } from "vitest";
import { checkOptions } from "../src/index.js";

interface Options {
  readonly learningRate: number;
  readonly momentum?: number;
}

/** As JavaScript calls it, where nothing looks at types. */
const checked = (options: unknown) => checkOptions("sgd", options as Options, { learningRate: true, momentum: true });

describe("options", () => {
  it("that exist are taken, left out or not", () => {
    checked({ learningRate: 0.1 });
    checked({ learningRate: 0.1, momentum: undefined });
  });

  it("that do not exist are refused with the one that may be meant", () => {
    expect(() => checked({ learningRate: 0.1, momemtum: 0.9 })).toThrow(
      'sgd: there is no option "momemtum"; did you mean "momentum"? The options are learningRate, momentum',
    );
    expect(() => checked({ learningRate: 0.1, lr: 0.9 })).toThrow(
      'sgd: there is no option "lr". The options are learningRate, momentum',
    );
  });

  it("that every object has are no options", () => {
    expect(() => checked({ learningRate: 0.1, constructor: 1 })).toThrow('no option "constructor"');
  });

  it.each([
    [0.1, "0.1"],
    ["fast", '"fast"'],
    [null, "null"],
    [[0.1], "an array"],
  ])("must be an object: %j is none", (options, shown) => {
    expect(() => checked(options)).toThrow(`sgd: expected an object of options (learningRate, momentum), got ${shown}`);
  });

  it("are all named, or it does not compile", () => {
    const options: Options = { learningRate: 0.1 };
    // @ts-expect-error momentum is missing
    checkOptions("sgd", options, { learningRate: true });
    // @ts-expect-error there is no dampening
    checkOptions("sgd", options, { learningRate: true, momentum: true, dampening: true });
    const either: { readonly norm: number } | { readonly value: number } = { value: 1 };
    checkOptions("clip", either as { readonly norm: number } | { readonly value: number }, { norm: true, value: true });
  });
});
