import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { Dropout, flatten, Linear, ndarray, Sequential, type Backend, type StateDict } from "@blockzoo/core";
import {
  dream,
  visualizeClass,
  type DreamOptions,
  type VisualizeClassOptions,
} from "@blockzoo/style-transfer/optimization";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { disc, drawn, randomTrunk } from "./painting.js";

let backend: Backend;
beforeAll(async () => {
  backend = await onnxruntime({ threads: 1 });
});
afterAll(() => backend.dispose());

const { trunk, weights } = randomTrunk();
const sleep = (options: Partial<DreamOptions> = {}) =>
  dream({
    image: disc(48),
    trunk,
    weights,
    backend,
    layers: { relu2_1: 1 },
    octaves: 2,
    steps: 5,
    jitter: 4,
    ...options,
  });

describe("a dream", () => {
  it("makes layers give more, octave by octave", async () => {
    const told: { step: number; activity: number; width: number }[] = [];
    const { image, reason } = await sleep({
      onProgress: ({ step, activity, image: now }) => void told.push({ step, activity, width: now().width }),
    });
    expect(reason).toBe("steps");
    expect(image).toMatchObject({ width: 48, height: 48, channels: 3 });
    expect(told.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(told.map(({ width }) => width)).toEqual([34, 34, 34, 34, 34, 48, 48, 48, 48, 48]);
    expect(told[4]!.activity).toBeGreaterThan(1.2 * told[0]!.activity);
    expect(told[9]!.activity).toBeGreaterThan(1.2 * told[5]!.activity);
    expect(image.data).not.toEqual(disc(48).data);
  });

  it("is the same again for a seed, and another for another", async () => {
    const [first, again, other] = [await sleep({ seed: 3 }), await sleep({ seed: 3 }), await sleep({ seed: 4 })];
    expect(again).toEqual(first);
    expect(other.image.data).not.toEqual(first.image.data);
  });

  it("ends with what there is: when it is stopped, where nothing could grow, and where a number is none", async () => {
    const controller = new AbortController();
    const stopped = await sleep({
      signal: controller.signal,
      onProgress: ({ step }) => void (step === 3 && controller.abort()),
    });
    expect(stopped).toMatchObject({ reason: "aborted", image: { width: 48 } });
    const nothing: StateDict = new Map(
      [...weights].map(([name, { data, shape }]) => [name, ndarray(new Float32Array(data.length), shape)]),
    );
    expect((await sleep({ weights: nothing })).reason).toBe("flat");
    const broken = new Map(
      [...weights].map(([name, { data, shape }]) => [
        name,
        ndarray(
          data.map(() => NaN),
          shape,
        ),
      ]),
    );
    const kept = await sleep({ weights: broken });
    expect(kept.reason).toBe("not finite");
    expect(kept.image).toMatchObject({ width: 48, height: 48 });
  });

  it.each<[string, Partial<DreamOptions>, string]>([
    ["no layer", { layers: {} }, "no layer is named"],
    ["a layer that there is not", { layers: { relu9_9: 1 } }, 'has no layer "relu9_9"'],
    ["no octave", { octaves: 0 }, "octaves must be a positive whole number, got 0"],
    ["octaves that do not grow", { octaveScale: 1 }, "octaveScale must be above 1, got 1"],
    ["a tiny image", { image: drawn([40, 12], () => [1, 1, 1]) }, "the picture would be 40 x 12 pixels"],
  ])("is refused with %s", async (_, changed, message) => {
    await expect(sleep(changed)).rejects.toThrow(message);
  });
});

describe("the image of a class", () => {
  const side = 12;
  /** What each of three classes looks for: bright or dark places. */
  const wanted = [0, 1, 2].map((index) =>
    Float32Array.from({ length: side * side }, (_, at) =>
      Math.sign(Math.sin((index + 1) * 0.5 * (at % side) + index * Math.floor(at / side))),
    ),
  );
  const model = new Sequential(flatten, new Dropout(0.5), new Linear(side * side, 3));
  const classifier: StateDict = new Map([
    ["2.weight", ndarray(Float32Array.from(wanted.flatMap((row) => [...row])), [3, side * side])],
    ["2.bias", ndarray([0, 0, 0])],
  ]);
  const see = (options: Partial<VisualizeClassOptions> = {}) =>
    visualizeClass({
      model,
      weights: classifier,
      backend,
      input: { shape: [1, side, side], mean: [0.4], deviation: [0.3] },
      index: 1,
      steps: 40,
      jitter: 0,
      ...options,
    });

  it.each([0, 1, 2])("%d is what the classifier looks for", async (index) => {
    const { image, logits, reason } = await see({ index });
    expect(reason).toBe("steps");
    expect(image).toMatchObject({ width: side, height: side, channels: 1 });
    expect(logits.indexOf(Math.max(...logits))).toBe(index);
    const agree = image.data.filter((value, at) => value > 102 === wanted[index]![at]! > 0);
    expect(agree.length / image.data.length).toBeGreaterThan(0.9);
  });

  it("is pulled to what is usual by the penalty, and blurred more by a wider blur", async () => {
    const contrast = async (options: Partial<VisualizeClassOptions>) => {
      const { data } = (await see(options)).image;
      return Math.max(...data) - Math.min(...data);
    };
    const usual = await contrast({});
    expect(await contrast({ penalty: 1e4 })).toBeLessThan(0.5 * usual);
    expect(await contrast({ blur: 4, blurEvery: 1, steps: 5 })).toBeLessThan(
      await contrast({ blurEvery: 9, steps: 5 }),
    );
  });

  it("is the same again for a seed, and tells of each step", async () => {
    const logits: number[] = [];
    const onProgress: VisualizeClassOptions["onProgress"] = ({ step, logit }) => void (logits[step - 1] = logit);
    expect(await see({ seed: 2, jitter: 2 })).toEqual(await see({ seed: 2, jitter: 2 }));
    await see({ onProgress });
    expect(logits.length).toBe(40);
    expect(logits.at(-1)).toBeGreaterThan(logits[0]!);
  });

  it.each<[string, Partial<VisualizeClassOptions>, string]>([
    ["a class that there is not", { index: 3 }, "there is no class 3: the classifier has 3, counted from 0"],
    ["half a step", { steps: 1.5 }, "visualizeClass: steps must be a positive whole number, got 1.5"],
    ["a model that is no classifier", { model: new Sequential(), weights: new Map() }, "the model must give logits"],
  ])("is refused for %s", async (_, changed, message) => {
    await expect(see(changed)).rejects.toThrow(message);
  });
});
