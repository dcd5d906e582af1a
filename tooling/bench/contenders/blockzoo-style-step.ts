// One process that changes a picture by our L-BFGS: tsx blockzoo-style-step.ts PROBLEM THREADS WARM_UP STEPS
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { add, constant, freeze, ndarray, Parameter, type Feeds } from "@blockzoo/core";
import { contentLoss, styleLoss } from "@blockzoo/style-transfer";
import { knownState, knownValues } from "@blockzoo/testkit";
import { lbfgs, objectiveOf, typesOf, valueAndGradient } from "@blockzoo/train";
import { table1, VggFeatures } from "@blockzoo/vgg";
import { readPicturesProblem } from "../pictures-problem.js";
import { runSteps } from "./run-steps.js";

const styleChannels = { relu1_1: 64, relu2_1: 128, relu3_1: 256, relu4_1: 512, relu5_1: 512 };
const content = "relu4_2";
const ones = (layers: object) => Object.fromEntries(Object.keys(layers).map((layer) => [layer, 1]));

await runSteps(async (path, threads) => {
  const { size } = readPicturesProblem(path);
  const trunk = freeze(new VggFeatures({ stages: table1.E }));
  const picture = new Parameter([1, 3, size, size], constant(0));
  const start = knownValues("picture", picture.shape);
  const grams = Object.entries(styleChannels).map(([layer, channels]) => [
    layer,
    knownValues(`gram.${layer}`, [1, channels, channels]),
  ]);
  const targets: Feeds = {
    content: knownValues("content", [1, 512, size / 8, size / 8]),
    ...Object.fromEntries(grams),
  };
  const backend = await onnxruntime({ provider: "cpu", threads, spinning: "always" });
  return async () => {
    const compiled = await valueAndGradient({
      model: { picture, trunk },
      f(_model, tensors) {
        const maps = trunk.activations(picture.read(), [...Object.keys(styleChannels), content] as never[]);
        return add(
          contentLoss(maps, { [content]: tensors["content"]! }, { [content]: 1 }),
          styleLoss(maps, tensors, ones(styleChannels)),
        );
      },
      types: typesOf(targets),
      backend,
      weights: new Map([
        ["picture", start],
        ...[...knownState(trunk)].map(([name, value]) => [`trunk.${name}`, value] as const),
      ]),
    });
    const { objective, start: first } = objectiveOf(
      compiled,
      new Map([["picture", ndarray(start.data, picture.shape)]]),
      targets,
    );

    // The minimiser runs as far as it is asked: from the request for a value to that for the next one, the update included.
    let isFirst = true;
    let go = () => {};
    let asked = () => {};
    const turn = async (): Promise<void> => {
      const waiting = new Promise<void>((resolve) => (asked = resolve));
      go();
      await waiting;
    };
    let value = NaN;
    const ready = new Promise<void>((resolve) => (asked = resolve));
    void lbfgs({
      async objective(x) {
        const mayGo = new Promise<void>((resolve) => (go = resolve));
        asked();
        await mayGo;
        const found = await objective(x);
        value = found.value;
        return found;
      },
      start: first,
      steps: Number.MAX_SAFE_INTEGER,
    });
    await ready;
    return {
      runtime: backend.capabilities.runtime,
      step: async () => {
        await turn();
        const results = isFirst ? [value] : [];
        isFirst = false;
        return results;
      },
    };
  };
});
