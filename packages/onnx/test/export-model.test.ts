import {
  add,
  argMax,
  Block,
  float32,
  gradients,
  GRU,
  int32,
  Linear,
  LSTM,
  ndarray,
  Parameter,
  probe,
  random,
  reduceSum,
  relu,
  RNN,
  softmax,
  sub,
  trace,
  uniform,
  type Tensor,
} from "@blockzoo/core";
import { describe, expect, test } from "vitest";
import {
  buildModel,
  countOperators,
  decodeModel,
  exportModel,
  onnxLowerings,
  unsupported,
  type ModelOptions,
  type ValueInfoProto,
} from "../src/index.js";

class Mlp extends Block {
  readonly fc1 = new Linear(4, 3);
  readonly fc2 = new Linear(3, 2);

  forward(x: Tensor): { readonly logits: Tensor; readonly label: Tensor } {
    const logits = x.pipe(this.fc1, relu, this.fc2);
    return { logits, label: argMax(logits, { axis: 1 }) };
  }
}

const mlp = () => trace(new Mlp(), { input: float32("N", 4) });
const decoded = (graph: ReturnType<typeof mlp>, options?: ModelOptions) =>
  decodeModel(exportModel(graph, options)).graph!;

function describeInfo({ name, type }: ValueInfoProto): string {
  if (type?.value.case !== "tensorType") throw new Error(`${name} has no type`);
  return `${name}[${type.value.value.shape!.dim.map(({ value }) => value.value)}]`;
}

describe("a graph as a model", () => {
  test("has stable, readable names and a shape for every value", () => {
    const graph = decoded(mlp(), { weights: new Map([["fc1.bias", ndarray([1, 2, 3])]]) });
    expect(graph.node.map(({ opType, input, output }) => `${output.join()} = ${opType}(${input.join()})`)).toEqual([
      "fc1/add = Gemm(input,state.fc1.weight,fc1.bias)",
      "relu = Relu(fc1/add)",
      "logits = Gemm(relu,state.fc2.weight,state.fc2.bias)",
      "argMax = ArgMax(logits)",
      "label = Cast(argMax)",
    ]);
    expect(graph.input.map(describeInfo)).toEqual([
      "input[N,4]",
      "state.fc1.weight[3,4]",
      "state.fc2.weight[2,3]",
      "state.fc2.bias[2]",
    ]);
    expect(graph.output.map(describeInfo)).toEqual(["logits[N,2]", "label[N]"]);
    expect(graph.valueInfo.map(describeInfo)).toEqual(["fc1/add[N,3]", "relu[N,3]", "argMax[N]"]);
  });

  test("is the same bytes every time", () => {
    expect(exportModel(mlp())).toEqual(exportModel(mlp()));
  });

  test("takes updated state in and hands it out", () => {
    const weight = new Parameter([2], uniform({ bound: 1 }));
    const graph = trace(
      ({ x }) => (weight.update(sub(weight, x)), add(weight, random.uniform([2]))),
      { x: float32(2) },
      {
        model: { weight },
      },
    );
    const model = decoded(graph);
    expect(model.input.map(({ name }) => name)).toEqual(["x", "state.weight", "random."]);
    expect(model.output.map(({ name }) => name)).toEqual(["output", "state.weight.next"]);
    const frozen = decoded(graph, { weights: new Map([["weight", ndarray([1, 2])]]) });
    expect(frozen.output.map(({ name }) => name)).toEqual(["output"]);
  });

  test("gives an output that is called as an input the name of what that becomes", () => {
    const model = buildModel(trace(({ x }) => ({ x, again: x }), { x: int32(2) }));
    expect(model.inputs).toEqual(["x"]);
    expect(model.outputs).toEqual(["x.next", "again"]);
  });

  test("leaves probes out unless asked for", () => {
    const graph = trace(({ x }) => relu(probe(x, "before")), { x: float32(3) });
    expect(countOperators(decodeModel(exportModel(graph)))).toEqual({ Relu: 1 });
    expect(buildModel(graph, { probes: true }).probes).toEqual(["probe.before"]);
  });

  test("writes composites by their operators", () => {
    const graph = trace(({ x }) => softmax(x), { x: float32(2, 3) });
    expect(countOperators(decodeModel(exportModel(graph)))).toEqual({ Softmax: 1 });
    expect(countOperators(decodeModel(exportModel(graph, { composites: {} })))).toMatchObject({ Exp: 1, Div: 1 });
  });

  test("writes a recurrent net by its operator, each layer and direction, and a loop where there is none", () => {
    const operators = (net: LSTM | GRU | RNN) => {
      const types = { x: float32("T", "N", 3), lengths: int32("N") };
      const graph = trace(({ x, lengths }) => net.forward(x, { lengths }).last, types, { model: net });
      const { LSTM, GRU, RNN, Scan } = countOperators(decodeModel(exportModel(graph)));
      return { LSTM, GRU, RNN, Scan };
    };
    expect(operators(new LSTM(3, 4, { layers: 2, bidirectional: true }))).toEqual({ LSTM: 4 });
    expect(operators(new GRU(3, 4, { resets: "state" }))).toEqual({ GRU: 1 });
    expect(operators(new RNN(3, 4, { nonlinearity: "relu", reverse: true }))).toEqual({ RNN: 1 });
    expect(operators(new GRU(3, 4, { updatePasses: "new" }))).toEqual({ Scan: 1 });
  });

  test("writes a recurrent net as a loop where its gradient reads what is inside", () => {
    const net = new LSTM(3, 4);
    const graph = trace(
      ({ x }) => gradients(reduceSum(net.forward(x).last), [x])[0]!,
      { x: float32(5, 2, 3) },
      { model: net },
    );
    const operators = countOperators(decodeModel(exportModel(graph)));
    expect(operators).toMatchObject({ Scan: 2 });
    expect(operators).not.toHaveProperty("LSTM");
  });
});

describe("errors", () => {
  test("an option that does not exist is refused", () => {
    expect(() => exportModel(mlp(), { weight: new Map() } as ModelOptions)).toThrow(
      'exportModel: there is no option "weight"; did you mean "weights"?',
    );
  });

  test("an unknown opset is refused", () => {
    expect(() => exportModel(mlp(), { opset: 16 })).toThrow(
      "opset 16 is not supported: choose one of 17, 18, 19, 20, 21",
    );
  });

  test("a weight of another shape is refused", () => {
    const weights = new Map([["fc1.bias", ndarray([1, 2])]]);
    expect(() => exportModel(mlp(), { weights })).toThrow(
      'the weight "fc1.bias" is float32[2], but the graph expects float32[3]',
    );
  });

  test("unsupported ops are reported together, with their paths", () => {
    const lowerings = { ...onnxLowerings, relu: unsupported("no kernel"), argMax: unsupported("no integers") };
    expect(() => exportModel(mlp(), { lowerings })).toThrow(/relu: no kernel\n.*argMax: no integers/);
  });
});
