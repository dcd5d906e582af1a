import {
  difference,
  gradientRules,
  ndarray,
  neg,
  referenceBackend,
  type Backend,
  type GradientRule,
  type PrimitiveName,
} from "@blockzoo/core";
import { describe, expect, it } from "vitest";
import {
  checkAdjoint,
  checkForward,
  checkGradient,
  close,
  expectClose,
  isDifferentiable,
  mutate,
  opTests,
  type OpTest,
} from "../src/index.js";

function ruleOf({ op }: OpTest): GradientRule | "flat" {
  return gradientRules[op.name as PrimitiveName] as GradientRule | "flat";
}

/** The op with the sign of its first cotangent flipped. */
function flipped(test: OpTest): OpTest {
  const rule = ruleOf(test) as GradientRule;
  return mutate(test, {
    rule: (context) => {
      const [first, ...rest] = rule(context);
      return [first && neg(first), ...rest];
    },
  });
}

/** One differentiable case for each op whose first input has a gradient that is not zero. */
const candidates = new Map(
  opTests()
    .filter((test) => isDifferentiable(test) && (test.opCase.inputs[0]!.dtype ?? "float32") === "float32")
    .filter((test) => ruleOf(test) !== "flat")
    .map((test) => [test.op.name, test] as const),
);

describe("the kit notices", () => {
  it.each([...candidates])("a flipped sign in the gradient rule of %s, and names it", async (name, test) => {
    await expect(checkGradient(flipped(test))).rejects.toThrow(new RegExp(`^${name}: .*gradient of input 0`));
  });

  it.each([...candidates].filter(([, test]) => test.op.linear?.includes(0) === true))(
    "a flipped sign in the adjoint of %s",
    async (name, test) => {
      await expect(checkAdjoint(flipped(test))).rejects.toThrow(new RegExp(`^${name}: .*<Jv, w>`));
    },
  );

  it("a backend that computes something else, and names the op", async () => {
    const reference = referenceBackend();
    const wrong: Backend = {
      ...reference,
      name: "wrong",
      async compile(graph, options) {
        const executable = await reference.compile(graph, options);
        return {
          state: executable.state,
          report: () => executable.report(),
          dispose: () => executable.dispose(),
          async run(...run) {
            const { outputs, probes } = await executable.run(...run);
            const [[name, value] = ["0", ndarray([0])]] = Object.entries(outputs);
            return {
              outputs: { ...outputs, [name]: { ...value, data: value.data.map((each) => each * 1.001) } },
              probes,
            };
          },
        };
      },
    };
    const [test] = opTests().filter(({ op }) => op.name === "exp");
    await expect(checkForward(test!, wrong)).rejects.toThrow(/^exp: .* on wrong, output 0: differs by/);
    await checkForward(test!, reference);
  });
});

describe("difference", () => {
  it("is relative to the largest value, at least 1, and infinite where values or types are missing", () => {
    expect(difference(ndarray([1000.5]), ndarray([1000]))).toBeCloseTo(0.0005, 9);
    expect(difference(ndarray([0.5]), ndarray([0.25]))).toBe(0.25);
    expect(difference(ndarray([NaN]), ndarray([0]))).toBe(Infinity);
    expect(difference(ndarray([Infinity]), ndarray([1]))).toBe(Infinity);
    expect(difference(ndarray([Infinity, NaN]), ndarray([Infinity, NaN]))).toBe(0);
    expect(difference(ndarray([1]), ndarray([1, 2]))).toBe(Infinity);
    expect(close(ndarray([1]), ndarray([1]), "exact")).toBe(true);
    expect(() => expectClose(ndarray([1]), ndarray([2]), "op", "x")).toThrow(/^x: differs by 5.00e-1, allowed is/);
  });
});
