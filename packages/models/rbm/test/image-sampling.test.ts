import { ndarray, referenceBackend, type StateDict } from "@blockzoo/core";
import { decodeImage } from "@blockzoo/data/images";
import { openVariant } from "@blockzoo/family";
import { knownValues } from "@blockzoo/testkit";
import { describe, expect, test } from "vitest";
import { exactLogLikelihoods, Rbm, type ImageSampler } from "../src/index.js";
import { command } from "../src/image-sampling/command.js";
import { miniMachine, variants } from "../src/variants.js";
import { allStatesOf, rowsOf } from "./all-states.js";

const variant = variants["rbm-mini"];
const [visible, hidden] = [miniMachine.visible, miniMachine.hidden];

/** A machine that draws any image. */
const weights: StateDict = new Map([
  ["weight", knownValues("weight", [visible, hidden])],
  ["visibleBias", knownValues("visibleBias", [visible])],
  ["hiddenBias", knownValues("hiddenBias", [hidden])],
]);

/** Three pixels are sure to be white, the rest black; the hidden units have no say. */
const sure: StateDict = new Map([
  ["weight", ndarray(new Float32Array(visible * hidden), [visible, hidden])],
  ["visibleBias", ndarray([20, -20, -20, -20, 20, -20, -20, -20, 20])],
  ["hiddenBias", ndarray(new Float32Array(hidden))],
]);
const diagonal = [255, 0, 0, 0, 255, 0, 0, 0, 255];

async function open(values: StateDict) {
  return openVariant({
    variant,
    meaning: variant.meaning,
    weights: values,
    source: "test",
    backend: referenceBackend(),
  });
}

const sampler = async (values: StateDict): Promise<ImageSampler> => (await open(values)).use;

describe("sample", () => {
  test("gives the pixels that the machine expects", async () => {
    const [image] = await (await sampler(sure)).sample({ steps: 2 });
    expect(image).toMatchObject({ width: 3, height: 3, channels: 1 });
    expect([...image!.data]).toEqual(diagonal);
  });

  test("in the long run is distributed as the machine says", async () => {
    const states = allStatesOf(visible);
    const likelihoods = await exactLogLikelihoods(new Rbm(miniMachine), { weights, visible: rowsOf(states) });
    const chains = 1500;
    const found = Array.from((await (await sampler(weights)).pixels({ count: chains, steps: 40 })).data);
    for (let pixel = 0; pixel < visible; pixel++) {
      const expected = states.reduce((sum, state, at) => sum + state[pixel]! * Math.exp(likelihoods[at]!), 0);
      const mean = found.filter((_, at) => at % visible === pixel).reduce((sum, value) => sum + value / chains, 0);
      // At most .5 / √1500 = .013 in a standard deviation.
      expect(Math.abs(mean - expected)).toBeLessThan(0.045);
    }
  });

  test("is repeated by its seed, and more chains change none", async () => {
    const machine = await sampler(weights);
    const three = await machine.sample({ count: 3, steps: 5, seed: 7 });
    expect(await machine.sample({ count: 3, steps: 5, seed: 7 })).toEqual(three);
    expect((await machine.sample({ count: 5, steps: 5, seed: 7 })).slice(0, 3)).toEqual(three);
    expect(await machine.sample({ count: 3, steps: 5, seed: 8 })).not.toEqual(three);
  });

  test("begins at an image", async () => {
    const copies: StateDict = new Map([
      ...sure,
      // Each hidden unit stands for a pixel.
      [
        "weight",
        ndarray(
          Float32Array.from({ length: visible * hidden }, (_, at) =>
            at % hidden === Math.floor(at / hidden) ? 40 : 0,
          ),
          [visible, hidden],
        ),
      ],
      ["visibleBias", ndarray(new Float32Array(visible).fill(-20))],
      ["hiddenBias", ndarray(new Float32Array(hidden).fill(-20))],
    ]);
    const from = { width: 3, height: 3, channels: 1, data: Uint8Array.from(diagonal) } as const;
    const [first] = await (await sampler(copies)).sample({ from, steps: 1 });
    expect([...first!.data]).toEqual(diagonal);
  });

  test("can be watched", async () => {
    const machine = await sampler(weights);
    const steps: number[] = [];
    let last;
    for await (const { step, images } of machine.watch({ steps: 7, every: 3, seed: 2 })) {
      steps.push(step);
      last = images;
    }
    expect(steps).toEqual([3, 6, 7]);
    expect(last).toEqual(await machine.sample({ steps: 7, seed: 2 }));
  });

  test("stops where it is when it is told to", async () => {
    const machine = await sampler(weights);
    const stop = new AbortController();
    const steps: number[] = [];
    for await (const { step } of machine.watch({ steps: 1_000_000, signal: stop.signal })) {
      steps.push(step);
      if (step === 2) stop.abort();
    }
    expect(steps).toEqual([1, 2, 3]);
    const aborted = { steps: 1_000_000, signal: AbortSignal.abort(), seed: 2 };
    expect(await machine.sample(aborted)).toEqual(await machine.sample({ steps: 1, seed: 2 }));
  });

  test.each([
    [{ count: 0 }, "count must be a positive whole number, got 0"],
    [{ steps: 1.5 }, "steps must be a positive whole number, got 1.5"],
    [{ seed: 0.5 }, "the seed must be a whole number, got 0.5"],
    [{ label: "7" }, 'there is no class "7": this network was trained without classes'],
  ])("refuses %o", async (options, message) => {
    await expect((await sampler(weights)).sample(options)).rejects.toThrow(message);
  });
});

describe("weights say what pixels are", () => {
  const { task, meaning } = variant;
  const { preprocessing } = meaning;

  test.each([
    [{}, "preprocessing: expected"],
    [{ preprocessing: { ...preprocessing, resize: 3 } }, "expected resize of [height, width], and no crop or pad"],
    [{ preprocessing: { ...preprocessing, pad: 1 } }, "expected resize of [height, width], and no crop or pad"],
  ])("%o", (value, message) => {
    expect(() => task.parseMeaning(value, "rbm-mini.one")).toThrow(message);
  });

  test("and how many there are, and which classes", () => {
    const large = { preprocessing: { ...preprocessing, resize: [4, 4] as const } };
    expect(() => task.checkMeaning!(large, variant, "rbm-mini.one")).toThrow(
      "rbm-mini.one: images of [1,4,4] have 16 values, the network gives 9",
    );
    expect(() => task.checkMeaning!({ ...meaning, labels: ["0", "1"] }, variant, "rbm-mini.one")).toThrow(
      "rbm-mini.one: 2 labels, the network knows 0 classes",
    );
  });
});

test("the command draws a grid", async () => {
  const { use, networks, meaning } = await open(sure);
  const settings = { count: 4, steps: 2, seed: 0 };
  const note = () => undefined;
  const answer = await command.answer({ input: "noise", settings, use, networks, meaning, top: 5, note });
  expect(answer.text).toContain("4 images of 3 x 3 pixels after 2 steps, the probabilities of pixels and not samples");
  expect(answer.json).toEqual({ steps: 2, images: { count: 4, width: 3, height: 3, channels: 1 } });
  const { width, height, data } = await decodeImage(await answer.files[".png"]!(), "grid.png");
  expect([width, height]).toEqual([8, 8]);
  expect(Array.from(data.slice(0, 8))).toEqual([255, 0, 0, 128, 128, 255, 0, 0]);
  const missing = command.answer({ input: "missing.png", settings, use, networks, meaning, top: 5, note });
  await expect(missing).rejects.toThrow("missing.png");
});
