// Derivatives against differences in double precision, of each parameter in a direction of its own.
import { gradients, mul, ndarray, RandomStream, reduceSum, tensor, trainableParameters } from "@blockzoo/core";
import { expect, it } from "vitest";
import { drawn, lengths, networks, run, tokens } from "./support.js";

const source = tokens([
  [3, 4, 5],
  [1, 5, 0],
]);
const target = tokens([
  [1, 2, 4],
  [1, 5, 3],
]);
const feeds = { source, sourceLengths: lengths(3, 2), target };
const step = 1e-5;

it.each(Object.entries(networks).filter(([name]) => !name.includes("hard")))(
  "%s has the derivatives that differences show",
  { timeout: 60_000 },
  async (_, create) => {
    const network = create();
    const parameters = [...trainableParameters(network)];
    const loss = (x: Parameters<Parameters<typeof run>[1]>[0]) => {
      const { logits } = network.forward(x["source"]!, x["sourceLengths"]!, x["target"]!);
      const shape = logits.shape as number[];
      const size = shape.reduce((a, b) => a * b);
      const weights = new RandomStream(1, "weights").fillUniform(new Float32Array(size), -1, 1);
      return reduceSum(mul(logits, tensor(ndarray(weights, shape))));
    };
    const weights = new Map(
      [...drawn(network)].map(([name, { shape, data }]) => [
        name,
        { dtype: "float32" as const, shape, data: Float64Array.from(data) },
      ]),
    );
    const cost = async () => (await run(network, (x) => ({ total: loss(x) }), feeds, { weights }))["total"]!.data[0]!;
    const found = await run(
      network,
      (x) => {
        const all = gradients(
          loss(x),
          parameters.map(([, parameter]) => parameter),
        );
        return Object.fromEntries(parameters.map(([name], index) => [name.replaceAll(".", "/"), all[index]!]));
      },
      feeds,
      { weights },
    );
    for (const [name] of parameters) {
      const { data } = weights.get(name)!;
      const before = data.slice();
      const direction = new RandomStream(2, name).fillUniform(new Float64Array(data.length), -1, 1);
      const at = async (distance: number) => {
        data.set(before.map((value, index) => value + distance * direction[index]!));
        return cost();
      };
      const slope = ((await at(step)) - (await at(-step))) / (2 * step);
      data.set(before);
      const gradient = found[name.replaceAll(".", "/")]!.data;
      const along = direction.reduce((sum, d, index) => sum + d * gradient[index]!, 0);
      expect({ [name]: along }).toEqual({ [name]: expect.closeTo(slope, 6) });
    }
  },
);
