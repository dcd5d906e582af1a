import { describe, expect, it } from "vitest";
import { vectorJacobianProduct } from "../src/autodiff/gradients.js";
import type { Shape } from "../src/dimensions.js";
import { BlockzooError } from "../src/errors.js";
import { currentBuilder, GraphBuilder, withBuilder } from "../src/graph/builder.js";
import { specialize } from "../src/graph/passes/specialize.js";
import { ndarray, type DType, type NDArray } from "../src/ndarray.js";
import * as elementwise from "../src/ops/elementwise.js";
import * as indexing from "../src/ops/indexing.js";
import * as reduce from "../src/ops/reduce.js";
import * as shape from "../src/ops/shape.js";
import { evaluateNodes } from "../src/reference/evaluate-graph.js";
import type { Tensor } from "../src/tensor.js";

/** What `build` makes of inputs of the given shapes, the first of which may have another dtype. */
function traced<T>(shapes: readonly Shape[], build: (...inputs: Tensor[]) => T, dtype: DType = "float32"): T {
  const builder = new GraphBuilder();
  return withBuilder(builder, () =>
    build(...shapes.map((each, i) => builder.input(`x${i}`, { dtype: i === 0 ? dtype : "float32", shape: each }))),
  );
}

/** The type of one result, as text. */
function typeOf(shapes: readonly Shape[], build: (...inputs: Tensor[]) => Tensor, dtype?: DType): string {
  return String(traced(shapes, build, dtype));
}

/** The values that `build` gives for constants. */
function valuesOf(build: () => Tensor): number[] {
  const builder = new GraphBuilder();
  const tensor = withBuilder(builder, build);
  const valueOf = evaluateNodes(builder.finish([{ name: "y", tensor }]), () => {
    throw new Error("there are only constants");
  });
  return [...valueOf(tensor).data];
}

function constant(value: NDArray): Tensor {
  return currentBuilder("constant").constant(value);
}

describe("dtypes", () => {
  it("are named, both, when they disagree", () => {
    const mixed = () => traced([[2, 3], [3]], (a, b) => elementwise.add(a, b), "int32");
    expect(mixed).toThrow(BlockzooError);
    expect(mixed).toThrow("add expects two tensors of float32 or of int32, got int32[2,3] and float32[3]");
  });

  it("are refused where an op has no meaning for them", () => {
    expect(() => traced([[2]], (x) => elementwise.exp(x), "int32")).toThrow("exp expects float32, got int32[2]");
    expect(() => traced([[2]], (x) => reduce.reduceMean(x), "int32")).toThrow("reduceMean expects float32");
    expect(() => traced([[2]], (x) => elementwise.where(x, 1, 2))).toThrow("the condition of where expects bool");
    expect(() => traced([[2], [2]], (x, i) => indexing.gather(x, i))).toThrow("indices expects int32, got float32[2]");
  });

  it("of numbers follow the tensor beside them", () => {
    expect(typeOf([[2]], (x) => elementwise.mul(x, 2), "int32")).toBe("int32[2]");
    expect(typeOf([[2]], (x) => indexing.gather(x, 1))).toBe("float32[]");
  });

  it("that a tensor has already need no cast", () => {
    traced([[2]], (x) => expect(elementwise.cast(x, "float32")).toBe(x));
  });
});

describe("axes", () => {
  it("count from the back when negative, and are stored from the front", () => {
    const node = traced([[2, 3, 4]], (x) => reduce.reduceSum(x, { axes: [-1, 0] })).node;
    expect(node.attributes).toEqual({ axes: [0, 2], keepDimensions: false });
    const transposed = traced([[2, 3, 4]], (x) => shape.transpose(x, [-1, 0, 1]));
    expect(transposed.node.attributes).toEqual({ permutation: [2, 0, 1] });
    expect(String(transposed)).toBe("float32[4,2,3]");
  });

  it("must exist, and be named once", () => {
    expect(() => traced([[2, 3]], (x) => reduce.reduceMax(x, { axes: [2] }))).toThrow(
      "reduceMax: axis 2 does not exist in a tensor with 2 axes",
    );
    expect(() => traced([[2, 3]], (x) => reduce.reduceSum(x, { axes: [1, -1] }))).toThrow("named twice in [1,-1]");
    expect(() => traced([[2, 3]], (x) => shape.transpose(x, [0, 0]))).toThrow("expects each axis of float32[2,3] once");
  });

  it("of size 0 have no maximum, but a sum", () => {
    expect(() => traced([[2, 0]], (x) => reduce.reduceMax(x))).toThrow("no element to choose in float32[2,0]");
    expect(valuesOf(() => reduce.reduceSum(constant(ndarray([], [2, 0])), { axes: [1] }))).toEqual([0, 0]);
  });

  it("may have names where nothing is computed from them", () => {
    const named = ["N", 3, "H"];
    expect(typeOf([named], (x) => reduce.reduceMean(x, { axes: [0, 2], keepDimensions: true }))).toBe("float32[1,3,1]");
    expect(typeOf([named], (x) => shape.transpose(x))).toBe("float32[H,3,N]");
    expect(typeOf([named, ["N", 5, "H"]], (a, b) => shape.concat([a, b], 1))).toBe("float32[N,8,H]");
    expect(typeOf([named, ["M", 3, "H"]], (a, b) => shape.concat([a, b]))).toBe("float32[N+M,3,H]");
    expect(
      typeOf([named], (x) =>
        shape.pad(x, [
          [0, 0],
          [0, 0],
          [1, 1],
        ]),
      ),
    ).toBe("float32[N,3,H+2]");
    expect(typeOf([named], (x) => shape.stack([x, x], -1))).toBe("float32[N,3,H,2]");
    expect(typeOf([named, [3, "H"]], (a, b) => elementwise.add(a, b))).toBe("float32[N,3,H]");
  });
});

describe("reshape", () => {
  it.each<[Shape, Shape, string]>([
    [[2, 3, 4], [6, -1], "6,4"],
    [[2, 3, 4], [-1], "24"],
    [["N", 16, 5, 5], ["N", -1], "N,400"],
    [["N", 16, 5, 5], [-1, 400], "N,400"],
    [["N", "H", 3], ["N", -1], "N,3*H"],
    [["N", "T", 8], ["N", "T", 2, -1], "N,T,2,4"],
    [["N", "T", 8], [-1, 8], "N*T,8"],
    [["N*T", 8], ["N", "T", -1], "N,T,8"],
    [["(H-1)/2+1", 4], [-1, 2], "2*((H-1)/2+1),2"],
    [["2*((H-1)/2+1)", 2], ["(H-1)/2+1", 4], "(H-1)/2+1,4"],
    [[0, 3], [0, 5], "0,5"],
  ])("[%s] to [%s] is [%s]", (from, to, expected) => {
    expect(typeOf([from], (x) => shape.reshape(x, to))).toBe(`float32[${expected}]`);
  });

  it("refuses another number of elements, strange names and two free sizes", () => {
    expect(() => traced([[2, 3]], (x) => shape.reshape(x, [4]))).toThrow("float32[2,3] cannot become [4]");
    expect(() => traced([[2, 3]], (x) => shape.reshape(x, [4, -1]))).toThrow("cannot become [4,-1]");
    expect(() => traced([["N", 3]], (x) => shape.reshape(x, [6]))).toThrow("cannot become [6]");
    expect(() => traced([["N", 3]], (x) => shape.reshape(x, ["M", 3]))).toThrow('"M" of [M,3] does not come from');
    expect(() => traced([[2, 3]], (x) => shape.reshape(x, [-1, -1]))).toThrow("one may be -1");
    expect(() => traced([[0, 3]], (x) => shape.reshape(x, [0, -1]))).toThrow("no definite size");
  });

  it("that changes nothing makes no node", () => {
    traced([["N", 3]], (x) => expect(shape.reshape(x, ["N", -1])).toBe(x));
  });

  it("follows when names become numbers, products of names too", () => {
    const builder = new GraphBuilder();
    const tensor = withBuilder(builder, () => {
      const x = builder.input("x", { dtype: "float32", shape: ["N", "H", 3] });
      return elementwise.relu(shape.flatten(x));
    });
    const graph = builder.finish([{ name: "y", tensor }]);
    expect(String(graph.outputs[0]!.tensor)).toBe("float32[N,3*H]");
    expect(String(specialize(graph, { N: 2, H: 5 }).outputs[0]!.tensor)).toBe("float32[2,15]");
  });
});

describe("squeeze, unsqueeze, flatten", () => {
  it("give the shapes they say", () => {
    expect(typeOf([[2, 1, 3, 1]], (x) => shape.squeeze(x))).toBe("float32[2,3]");
    expect(typeOf([[2, 1, 3, 1]], (x) => shape.squeeze(x, [-1]))).toBe("float32[2,1,3]");
    expect(() => traced([[2, 3]], (x) => shape.squeeze(x, [0]))).toThrow("axis 0 of float32[2,3] has not size 1");
    expect(typeOf([["N", 3]], (x) => shape.unsqueeze(x, [-1, 0]))).toBe("float32[1,N,3,1]");
    expect(typeOf([["N", 3, 4]], (x) => shape.flatten(x))).toBe("float32[N,12]");
    expect(typeOf([["N"]], (x) => shape.flatten(x))).toBe("float32[N,1]");
    expect(typeOf([[2, 3, 4]], (x) => shape.flatten(x, { start: 0 }))).toBe("float32[24]");
    expect(typeOf([[2, 0, 4]], (x) => shape.flatten(x))).toBe("float32[2,0]");
  });
});

describe("expand and concat", () => {
  it("refuse what does not fit", () => {
    expect(() => traced([[2, 3]], (x) => shape.expand(x, [3, 2]))).toThrow(BlockzooError);
    expect(() => traced([[2, 3]], (x) => shape.expand(x, [2, 1]))).toThrow("cannot be stretched to [2,1]");
    expect(() =>
      traced(
        [
          [2, 3],
          [3, 3],
        ],
        (a, b) => shape.concat([a, b], 1),
      ),
    ).toThrow("concat expects tensors that differ only in axis 1, got float32[2,3] and float32[3,3]");
    expect(() => traced([[2, 3], [3]], (a, b) => shape.stack([a, b]))).toThrow("stack expects tensors of one shape");
  });
});

describe("slice", () => {
  const attributesOf = (size: number, options: Omit<shape.SliceOptions, "axes">) =>
    traced([[3, size]], (x) => shape.slice(x, { axes: [-1], ...options })).node.attributes;

  it.each<[string, Omit<shape.SliceOptions, "axes">, number, number, number]>([
    ["[2:]", { starts: [2] }, 2, 10, 1],
    ["[-3:-1]", { starts: [-3], ends: [-1] }, 7, 9, 1],
    ["[4:99]", { starts: [4], ends: [99] }, 4, 10, 1],
    ["[1::4]", { starts: [1], steps: [4] }, 1, 10, 4],
    ["[1:9:4]", { starts: [1], ends: [9], steps: [4] }, 1, 6, 4],
    ["[7:5]", { starts: [7], ends: [5] }, 0, 0, 1],
    ["[8:2:-3]", { starts: [8], ends: [2], steps: [-3] }, 8, 4, -3],
    ["[::-1]", { starts: [Infinity], steps: [-1] }, 9, -11, -1],
    ["[4::-9]", { starts: [4], steps: [-9] }, 4, 5, 1],
  ])("writes %s in one way", (_, options, start, end, step) => {
    expect(attributesOf(10, options)).toEqual({ axes: [1], starts: [start], ends: [end], steps: [step] });
  });

  it("takes what NumPy takes", () => {
    const x = () => constant(ndarray([0, 1, 2, 3, 4, 5, 6]));
    const take = (options: shape.SliceOptions) => valuesOf(() => shape.slice(x(), options));
    expect(take({ starts: [1], ends: [-1], steps: [2] })).toEqual([1, 3, 5]);
    expect(take({ starts: [-2], ends: [0], steps: [-2] })).toEqual([5, 3, 1]);
    expect(take({ starts: [-100], ends: [2] })).toEqual([0, 1]);
    expect(valuesOf(() => shape.reverse(x()))).toEqual([6, 5, 4, 3, 2, 1, 0]);
  });

  it("of everything makes no node", () => {
    traced([[3, 4]], (x) => expect(shape.slice(x, { starts: [0, 0], ends: [3, 99] })).toBe(x));
  });

  it("leaves named axes whole, takes their first or last elements, and asks for a number otherwise", () => {
    expect(typeOf([["N", 8]], (x) => shape.slice(x, { starts: [0, 2], ends: [undefined, 5] }))).toBe("float32[N,3]");
    const taken = (start: number, end?: number) =>
      typeOf([["N", 8]], (x) => shape.slice(x, { starts: [start], ends: [end] }));
    expect([taken(0, 2), taken(1, 4), taken(-3), taken(-3, -1), taken(2, 2)]).toEqual(
      [2, 3, 3, 2, 0].map((count) => `float32[${count},8]`),
    );
    expect(() => traced([["N", 8]], (x) => shape.slice(x, { starts: [0], ends: [-1] }))).toThrow("needs a number");
    expect(() => traced([["N", 8]], (x) => shape.slice(x, { starts: [1] }))).toThrow(
      'slice along axis 0 of float32[N,8] needs a number, but the dimension is "N"',
    );
  });

  it("refuses a step of 0 and lists of unequal length", () => {
    expect(() => traced([[4]], (x) => shape.slice(x, { starts: [0], steps: [0] }))).toThrow("other than 0");
    expect(() => traced([[4]], (x) => shape.slice(x, { starts: [0, 1], axes: [0] }))).toThrow("2 starts");
  });
});

describe("pad and split", () => {
  it("check their numbers", () => {
    expect(() => traced([[2, 3]], (x) => shape.pad(x, [[1, 1]]))).toThrow("a pair [before, after] for each axis");
    expect(() =>
      traced([[2, 3]], (x) =>
        shape.pad(x, [
          [0, 0],
          [-2, -2],
        ]),
      ),
    ).toThrow("crops more than axis 1");
    expect(() => traced([[2, 6]], (x) => shape.split(x, { axis: 1, parts: 4 }))).toThrow("4 equal parts");
    expect(() => traced([[2, 6]], (x) => shape.split(x, { axis: 1, sizes: [2, 3] }))).toThrow("do not make up axis 1");
    expect(traced([["N", 6]], (x) => shape.split(x, { axis: -1, sizes: [2, 4] })).map(String)).toEqual([
      "float32[N,2]",
      "float32[N,4]",
    ]);
  });
});

describe("indices", () => {
  const table = () =>
    constant(
      ndarray([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
    );

  it("outside of the axis are an error that names index and size", () => {
    const pick = (index: number) => () => valuesOf(() => indexing.gather(table(), index));
    expect(pick(2)()).toEqual([5, 6]);
    expect(pick(3)).toThrow("gather: the index 3 is outside of an axis of size 3");
    expect(pick(-1)).toThrow("gather: the index -1 is outside of an axis of size 3");
    const indices = () =>
      constant(
        ndarray(
          [
            [0, 1],
            [2, 7],
          ],
          [2, 2],
          "int32",
        ),
      );
    expect(() => valuesOf(() => indexing.gatherElements(table(), indices()))).toThrow("gatherElements: the index 7");
    expect(() =>
      valuesOf(() =>
        indexing.scatterElementsAdd(
          indices(),
          constant(
            ndarray([
              [1, 2],
              [3, 4],
            ]),
          ),
          { shape: [3, 2] },
        ),
      ),
    ).toThrow(BlockzooError);
  });

  it("determine the shape of updates", () => {
    expect(() => traced([[4], [3, 2]], (i, u) => indexing.scatterAdd(i, u, { shape: [5, 2] }), "int32")).toThrow(
      "scatterAdd expects updates of shape [4,2] for indices int32[4], got float32[3,2]",
    );
    expect(() =>
      traced(
        [
          [4, 3],
          [4, 2],
        ],
        (i, x) => indexing.gatherElements(x, i, { axis: 0 }),
        "int32",
      ),
    ).toThrow("gatherElements expects indices that fit into [4,2] but for axis 0, got int32[4,3]");
  });

  it("make one-hot rows along any axis, of zeros when outside", () => {
    const labels = () => constant(ndarray([1, 3, 0], [3], "int32"));
    expect(valuesOf(() => indexing.oneHot(labels(), { depth: 3 }))).toEqual([0, 1, 0, 0, 0, 0, 1, 0, 0]);
    expect(valuesOf(() => indexing.oneHot(labels(), { depth: 2, axis: 0 }))).toEqual([0, 0, 1, 1, 0, 0]);
    expect(typeOf([["N", "T"]], (x) => indexing.oneHot(x, { depth: 5 }), "int32")).toBe("float32[N,T,5]");
  });

  it("count to a number, or to one that has a name", () => {
    expect(() => traced([], () => indexing.iota(1.5))).toThrow("iota expects a whole number or a dimension's name");
    expect(typeOf([["N", "T"]], (x) => indexing.gather(x, indexing.iota("N")))).toBe("float32[N,T]");
  });
});

describe("gradient rules", () => {
  /** The gradient of sum(f(x)) at given values. */
  const gradientAt = (values: number[], f: (x: Tensor) => Tensor) =>
    valuesOf(() => {
      const x = constant(ndarray(values));
      return vectorJacobianProduct([reduce.reduceSum(f(x))], [elementwise.neg(-1)], [x])[0]!;
    });

  it("of powers hold at 0, for constant and for computed exponents", () => {
    const points = [0, 3, -2];
    expect(gradientAt(points, (x) => elementwise.pow(x, 2))).toEqual([0, 6, -4]);
    expect(gradientAt(points, (x) => elementwise.pow(x, 3))).toEqual([0, 27, 12]);
    expect(gradientAt(points, (x) => elementwise.pow(x, 1))).toEqual([1, 1, 1]);
    expect(gradientAt(points, (x) => elementwise.pow(x, 0))).toEqual([0, 0, 0]);
    const exponents = () => elementwise.add(constant(ndarray([0, 2, 3])), 0);
    expect(gradientAt([0, 0, -2], (x) => elementwise.pow(x, exponents()))).toEqual([0, 0, 12]);
    expect(gradientAt([2, 2], (b) => elementwise.pow(constant(ndarray([0, 1])), b))).toEqual([0, 0]);
  });

  it("give half to each at a tie, nothing at the kink of relu, abs, sign and floor", () => {
    expect(gradientAt([0, 1, -1], (x) => elementwise.maximum(x, 0))).toEqual([0.5, 1, 0]);
    expect(gradientAt([0, 1, -1], (x) => elementwise.minimum(x, 0))).toEqual([0.5, 0, 1]);
    expect(gradientAt([2, 2, 1], (x) => reduce.reduceMax(x))).toEqual([0.5, 0.5, 0]);
    expect(gradientAt([0, 1], (x) => elementwise.relu(x))).toEqual([0, 1]);
    expect(gradientAt([0, -1], (x) => elementwise.abs(x))).toEqual([0, -1]);
    expect(gradientAt([0.5, -1.5], (x) => elementwise.floor(elementwise.sign(x)))).toEqual([0, 0]);
  });

  it("leave out what is not asked for", () => {
    const builder = new GraphBuilder();
    withBuilder(builder, () => {
      const a = builder.input("a", { dtype: "float32", shape: [4, 3] });
      const b = builder.input("b", { dtype: "float32", shape: [3] });
      const dy = builder.input("dy", { dtype: "float32", shape: [4, 3] });
      const y = elementwise.mul(a, b);
      const before = builder.nodes.length;
      vectorJacobianProduct([y], [dy], [a]);
      expect(builder.nodes.slice(before).map((node) => node.op)).toEqual(["mul"]);
    });
  });
});

describe("composites", () => {
  it("compare and summarise", () => {
    const pair = (f: (a: Tensor, b: Tensor) => Tensor) =>
      valuesOf(() => f(constant(ndarray([1, 2, 3])), constant(ndarray([2, 2, 2]))));
    expect(pair(elementwise.greater)).toEqual([0, 0, 1]);
    expect(pair(elementwise.greaterOrEqual)).toEqual([0, 1, 1]);
    expect(pair(elementwise.lessOrEqual)).toEqual([1, 1, 0]);
    expect(pair(elementwise.notEqual)).toEqual([1, 0, 1]);
    const x = () =>
      constant(
        ndarray([
          [1, 2, 3],
          [4, 6, 11],
        ]),
      );
    expect(valuesOf(() => elementwise.reciprocal(elementwise.square(x())))[1]).toBe(0.25);
    expect(valuesOf(() => reduce.reduceMin(x(), { axes: [0] }))).toEqual([1, 2, 3]);
    expect(valuesOf(() => reduce.argMax(x()))).toEqual([2, 2]);
    expect(valuesOf(() => reduce.variance(x(), { axes: [1] }))).toEqual([2 / 3, 26 / 3]);
    expect(valuesOf(() => reduce.variance(x(), { axes: [1], correction: 1 }))).toEqual([1, 13]);
    expect(() => traced([[4, 1]], (y) => reduce.variance(y, { axes: [1], correction: 1 }))).toThrow(
      "a correction of 1",
    );
  });
});
