import { float32, initialize, ndarray, RandomStream, referenceBackend, trace } from "@blockzoo/core";
import { expectClose } from "@blockzoo/testkit";
import { expect, test } from "vitest";
import { MachineStack, unrolled } from "../recipes/machine-stack.js";
import { Autoencoder, denseCoder } from "../src/index.js";

test("unrolled, machines are the layers of an autoencoder: what they pass up is the code, and down the image", async () => {
  const stack = new MachineStack([6, 5, 3]);
  expect(stack.machines.map(({ hiddenUnits }) => hiddenUnits)).toEqual(["bernoulli", "gaussian"]);
  const learned = new Map(
    [...initialize(stack)].map(([name, { shape, data }]) => {
      const values = new RandomStream(1, name).fillUniform(new Float32Array(data.length), -1, 1);
      return [name, ndarray(values, shape)];
    }),
  );
  const images = ndarray(new RandomStream(2, "images").fillUniform(new Float32Array(24)), [4, 1, 2, 3]);
  const backend = referenceBackend({ float64: true });

  const model = new Autoencoder(denseCoder({ image: [1, 2, 3], widths: [5, 3], hidden: "logistic" }));
  const coded = trace(
    ({ x }) => ({ code: model.encode(x), image: model.forward(x) }),
    { x: float32(4, 1, 2, 3) },
    { model },
  );
  const ours = await (await backend.compile(coded, { weights: unrolled(learned) })).run({ x: images });

  const passed = trace(
    ({ x }) => {
      const code = stack.forward(x);
      return {
        code,
        image: stack.machines.reduceRight((y, machine) => machine.visibleProbabilities(y), code),
      };
    },
    { x: float32(4, 6) },
    { model: stack },
  );
  const theirs = await (await backend.compile(passed, { weights: learned })).run({ x: ndarray(images.data, [4, 6]) });
  expectClose(ours.outputs["code"]!, theirs.outputs["code"]!, "exact", "codes");
  expectClose(ndarray(ours.outputs["image"]!.data, [4, 6]), theirs.outputs["image"]!, "exact", "images");
});
