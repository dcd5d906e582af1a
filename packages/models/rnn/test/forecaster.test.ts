import { float32, LSTM, ndarray, referenceBackend, stateOf, tensor, trace, type NDArray } from "@blockzoo/core";
import { Forecaster } from "@blockzoo/rnn";
import { expect, it } from "vitest";

/** Two series over five steps. */
const window = [
  [1, 100],
  [2, 90],
  [4, 85],
  [3, 80],
  [5, 70],
];

async function said(weights: ReadonlyMap<string, NDArray>, model: Forecaster, input = window): Promise<NDArray> {
  const graph = trace(({ x }) => ({ forecast: model.forward(x) }), { x: float32(1, 5, 2) }, { model });
  const executable = await referenceBackend().compile(graph, { weights });
  return (await executable.run({ x: ndarray([input]) })).outputs["forecast"]!;
}

/** Weights of 0, but for those that are given. */
function weightsOf(model: Forecaster, given: Readonly<Record<string, readonly number[]>>): Map<string, NDArray> {
  return new Map(
    stateOf(model).map(({ name, value: { shape } }) => {
      const size = shape.reduce((a, b) => a * b);
      return [name, ndarray([...(given[name] ?? Array.from({ length: size }, () => 0))], [...shape])];
    }),
  );
}

it("says for each step ahead how far all series are from the last step", async () => {
  const model = new Forecaster({ series: 2, horizon: 3, hidden: 4 });
  const { shape, data } = await said(weightsOf(model, { "next.bias": [0, 1, 10, 11, 20, 21] }), model);
  expect(shape).toEqual([1, 3, 2]);
  expect([...data]).toEqual([5, 71, 15, 81, 25, 91]);
});

it("reads levels and what they are from the last step", async () => {
  const model = new Forecaster({ series: 2, horizon: 1, hidden: 2 });
  const drawn = new Map(
    stateOf(model).map(({ name, value: { shape } }, index) => {
      const size = shape.reduce((a, b) => a * b);
      return [
        name,
        ndarray(
          Array.from({ length: size }, (_, at) => Math.sin(at + 3 * index) / 10),
          [...shape],
        ),
      ];
    }),
  );
  const { data } = await said(drawn, model);
  // The same, equation by equation.
  const lstm = new LSTM(4, 2);
  const steps = window.map(([a, b]) => [[a!, b!, a! - 5, b! - 70]]);
  const graph = trace(() => ({ h: lstm.forward(tensor(steps)).last }), {}, { model: lstm });
  const own = new Map(
    [...drawn].flatMap(([name, value]) => (name.startsWith("lstm.") ? [[name.slice(5), value] as const] : [])),
  );
  const executable = await referenceBackend().compile(graph, { weights: own });
  const h = [...(await executable.run({})).outputs["h"]!.data];
  const [weight, bias] = [drawn.get("next.weight")!.data, drawn.get("next.bias")!.data];
  const change = (row: number) => weight[2 * row]! * h[0]! + weight[2 * row + 1]! * h[1]! + bias[row]!;
  expect(data[0]).toBeCloseTo(5 + change(0), 5);
  expect(data[1]).toBeCloseTo(70 + change(1), 5);
});
