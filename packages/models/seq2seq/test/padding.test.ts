// What a network says of a source does not depend on what stands beside it in the batch, nor on how many tokens are read at once.
import {
  add,
  gradients,
  lengthMask,
  mul,
  ndarray,
  reduceSum,
  trainableParameters,
  unsqueeze,
  type NDArray,
} from "@blockzoo/core";
import { describe, expect, it } from "vitest";
import type { Seq2Seq } from "../src/index.js";
import { attending, lengths, networks, run, tokens, type Values } from "./support.js";

const source = tokens([
  [3, 4, 5, 6, 2],
  [1, 5, 0, 0, 0],
  [6, 6, 1, 0, 0],
]);
const sourceLengths = lengths(5, 2, 3);
const target = tokens([
  [1, 2, 0, 0],
  [1, 5, 3, 2],
  [1, 4, 4, 0],
]);
const targetLengths = lengths(2, 4, 3);
const batch = { source, sourceLengths, target, targetLengths };
const rows = [0, 1, 2];

/** One pair without its padding. */
function alone(row: number): Values {
  const cut = ({ data, shape }: NDArray, length: number) =>
    ndarray(Int32Array.from(data.subarray(row * shape[1]!, row * shape[1]! + length)), [1, length]);
  const [s, t] = [sourceLengths.data[row]!, targetLengths.data[row]!];
  return { source: cut(source, s), sourceLengths: lengths(s), target: cut(target, t), targetLengths: lengths(t) };
}

/** What is said and where it is looked, a cost of all that is real, and its gradients. */
const study = (network: Seq2Seq) => (inputs: Parameters<Parameters<typeof run>[1]>[0]) => {
  const said = network.forward(inputs["source"]!, inputs["sourceLengths"]!, inputs["target"]!);
  const { logits, attention } = said;
  const real = lengthMask(inputs["targetLengths"]!, logits.shape[2]!);
  const squares = reduceSum(mul(mul(logits, logits), unsqueeze(real, [1])));
  const total =
    attention === undefined ? squares : add(squares, reduceSum(mul(mul(attention, attention), unsqueeze(real, [2]))));
  const parameters = [...trainableParameters(network)];
  const found = gradients(
    total,
    parameters.map(([, parameter]) => parameter),
  );
  const named = Object.fromEntries(parameters.map(([name], index) => [name.replaceAll(".", "/"), found[index]!]));
  return { logits, total, ...(attention && { attention }), gradient: named };
};

/** The rows and columns [0, r) x [0, c) of matrices [N, R, C], of one of them. */
function corner({ data, shape }: NDArray, sample: number, [r, c]: readonly [number, number]): number[] {
  const [, R, C] = shape as [number, number, number];
  return Array.from({ length: r * c }, (_, at) => data[(sample * R + Math.floor(at / c)) * C + (at % c)]!);
}

function expectClose(found: ArrayLike<number>, expected: ArrayLike<number>, digits = 10): void {
  expect(found.length).toBe(expected.length);
  Array.from(found).forEach((value, at) => expect(value).toBeCloseTo(expected[at]!, digits));
}

describe.each(Object.entries(networks))("%s", (_, create) => {
  it("says of each source in a padded batch what it says of it alone, gradients too", async () => {
    const network = create();
    const together = await run(network, study(network), batch);
    const each: Values[] = [];
    for (const row of rows) each.push(await run(network, study(network), alone(row)));
    for (const row of rows) {
      const [s, t] = [sourceLengths.data[row]!, targetLengths.data[row]!];
      const classes = together["logits"]!.shape[1]!;
      expectClose(corner(together["logits"]!, row, [classes, t]), each[row]!["logits"]!.data);
      const { attention } = together;
      if (attention !== undefined) expectClose(corner(attention, row, [t, s]), each[row]!["attention"]!.data);
    }
    for (const path of Object.keys(together).filter((key) => key === "total" || key.startsWith("gradient"))) {
      const sum = Array.from(together[path]!.data, (_, at) => each.reduce((a, found) => a + found[path]!.data[at]!, 0));
      expectClose(together[path]!.data, sum, 8);
    }
  });

  it("says with T tokens at once what it says with one token T times", async () => {
    const network = create();
    const atOnce = await run(network, (x) => network.forward(x["source"]!, x["sourceLengths"]!, x["target"]!), batch);
    let known: Values = {
      sourceLengths,
      ...(await run(network, (x) => network.encode(x["source"]!, x["sourceLengths"]!), batch)),
    };
    const names = Object.keys(network.given());
    const [samples, steps] = target.shape as [number, number];
    const [classes, places] = [atOnce["logits"]!.shape[1]!, source.shape[1]!];
    for (let step = 0; step < steps; step++) {
      const column = tokens(rows.map((row) => [target.data[row * steps + step]!]));
      const given = Object.fromEntries(names.map((each) => [each, known[each]!]));
      const said = await run(network, ({ token, ...x }) => network.decode(token!, ...names.map((each) => x[each]!)), {
        token: column,
        ...given,
      });
      known = { ...known, ...said };
      for (let row = 0; row < samples; row++) {
        const expected = Array.from(
          { length: classes },
          (_, k) => atOnce["logits"]!.data[(row * classes + k) * steps + step]!,
        );
        expectClose(corner(said["logits"]!, row, [classes, 1]), expected);
        if (said["attention"] === undefined) continue;
        const start = (row * steps + step) * places;
        expectClose(
          corner(said["attention"], row, [1, places]),
          atOnce["attention"]!.data.subarray(start, start + places),
        );
      }
    }
    for (const part of names.filter((each) => each in atOnce)) {
      expectClose(known[part]!.data, atOnce[part]!.data);
    }
    expect(names.some((each) => each in atOnce)).toBe(true);
  });
});

it.each(attending)("%s looks at padding with weight 0 exactly, and at the rest with 1 in all", async (name) => {
  const network = networks[name]!();
  const withNothing = { ...batch, sourceLengths: lengths(5, 2, 0) };
  for (const mode of ["eval", "train"] as const) {
    const { attention } = await run(
      network,
      (x) => network.forward(x["source"]!, x["sourceLengths"]!, x["target"]!),
      withNothing,
      { mode },
    );
    for (const [row, length] of [5, 2, 0].entries()) {
      for (let step = 0; step < 4; step++) {
        const start = (row * 4 + step) * 5;
        const weights = [...attention!.data.subarray(start, start + 5)];
        expect(weights.slice(length)).toEqual(new Array<number>(5 - length).fill(0));
        expect(weights.reduce((a, b) => a + b)).toBeCloseTo(length === 0 ? 0 : 1, 12);
      }
    }
  }
});

it.each(Object.entries(networks))("%s takes a length beyond the batch for the whole row", async (_, create) => {
  const network = create();
  const say = (given: NDArray) =>
    run(network, (x) => network.forward(x["source"]!, x["sourceLengths"]!, x["target"]!), {
      ...batch,
      sourceLengths: given,
    });
  const [beyond, whole] = [await say(lengths(9, 2, 6)), await say(lengths(5, 2, 5))];
  expect([...beyond["logits"]!.data]).toEqual([...whole["logits"]!.data]);
});
