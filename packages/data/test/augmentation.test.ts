import { ndarray, RandomStream, type NDArray } from "@blockzoo/core";
import { describe, expect, it } from "vitest";
import {
  arrayDataset,
  augment,
  batched,
  gaussianNoise,
  horizontalFlip,
  lightJitter,
  randomAffine,
  randomCrop,
  verticalFlip,
  type Augmentation,
  type AugmentOptions,
  type Batch,
} from "../src/index.js";

const place = { epoch: 0, indices: [0, 1] };

function images(height: number, width: number, channels = 2): NDArray {
  const data = new RandomStream(1).fillUniform(new Float32Array(2 * channels * height * width));
  return ndarray(data, [2, channels, height, width]);
}
const changed = (x: NDArray, ...steps: Augmentation[]) => augment(steps)({ x }, place)["x"]!;
const square = (...rows: number[][]) => ndarray([[rows], [rows]]);

describe("augmentations", () => {
  it.each<[string, Augmentation]>([
    ["crop", randomCrop()],
    ["flip", horizontalFlip({ probability: 0 })],
    ["affine map", randomAffine()],
    ["noise", gaussianNoise({ deviation: 0 })],
    ["light", lightJitter({})],
  ])("that change nothing are the identity: %s", (_, step) => {
    expect(changed(images(5, 4), step)).toEqual(images(5, 4));
  });

  it("flip once as said, and twice to the identity", () => {
    const [x, y] = [horizontalFlip({ probability: 1 }), verticalFlip({ probability: 1 })];
    expect(changed(square([1, 2, 3], [4, 5, 6]), x)).toEqual(square([3, 2, 1], [6, 5, 4]));
    expect(changed(square([1, 2, 3], [4, 5, 6]), y)).toEqual(square([4, 5, 6], [1, 2, 3]));
    expect(changed(images(4, 5), x, x)).toEqual(images(4, 5));
    expect(changed(images(4, 5), y, y)).toEqual(images(4, 5));
  });

  it("turn by right angles exactly, clockwise", () => {
    const turn = (degrees: number) => randomAffine({ rotation: [degrees, degrees] });
    expect(changed(square([1, 2, 0], [0, 3, 0], [4, 0, 0]), turn(90))).toEqual(square([4, 0, 1], [0, 3, 2], [0, 0, 0]));
    expect(changed(images(6, 6), turn(90), turn(90))).toEqual(changed(images(6, 6), turn(180)));
    expect(changed(images(6, 6), turn(180), turn(180))).toEqual(images(6, 6));
    const flipped = [horizontalFlip({ probability: 1 }), verticalFlip({ probability: 1 })];
    expect(changed(images(6, 6), turn(-180))).toEqual(changed(images(6, 6), ...flipped));
  });

  it("map a ramp as the inverse of the map says", () => {
    const side = 21;
    const [angle, shear, scale, shift] = [0.4, 0.3, 1.5, 2 / side];
    const ramp = (x: number, y: number) => 3 * x - 2 * y;
    const each = (value: (x: number, y: number) => number) =>
      Array.from({ length: side ** 2 }, (_, i) => value((i % side) - 10, Math.floor(i / side) - 10));
    const x = ndarray(each(ramp).concat(each(ramp)), [2, 1, side, side]);
    const degrees = (angle * 180) / Math.PI;
    const found = changed(
      x,
      randomAffine({
        rotation: [degrees, degrees],
        shear: [shear, shear],
        scale: [scale, scale],
        shift: [shift, shift],
      }),
    );
    // A point of the image goes to R (scale (x + shear y), scale y) + 2; what is asked for is where each pixel came from.
    const expected = each((toX, toY) => {
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      const y = (c * (toY - 2) - s * (toX - 2)) / scale;
      return ramp((c * (toX - 2) + s * (toY - 2)) / scale - shear * y, y);
    });
    const inside = expected.flatMap((_, i) => {
      const [column, row] = [i % side, Math.floor(i / side)];
      return Math.hypot(column - 12, row - 12) < 7 ? [i] : [];
    });
    expect(inside.length).toBeGreaterThan(100);
    expect(inside.map((i) => found.data[i])).toEqual(inside.map((i) => expect.closeTo(expected[i]!, 4)));
  });

  it("cut every window with padding, and nothing else", () => {
    const x = square([1, 2], [3, 4]);
    const seen = new Set<string>();
    for (let epoch = 0; epoch < 300; epoch++) {
      const { x: cut } = augment([randomCrop({ padding: 1, fill: 9 })])({ x }, { epoch, indices: [0, 1] });
      seen.add(cut!.data.subarray(0, 4).join());
    }
    // Windows of 2x2 in [9 9 9 9, 9 1 2 9, 9 3 4 9, 9 9 9 9].
    const windows = ["9,9,9,1", "9,9,1,2", "9,9,2,9", "9,1,9,3", "1,2,3,4", "2,9,4,9", "9,3,9,9", "3,4,9,9", "4,9,9,9"];
    expect([...seen].toSorted()).toEqual(windows.toSorted());
    expect(changed(images(6, 6), randomCrop({ size: [3, 4] })).shape).toEqual([2, 2, 3, 4]);
    expect(() => changed(images(3, 3), randomCrop({ size: 6, padding: 1 }))).toThrow(
      "randomCrop: cannot cut 6x6 out of 3x3 with a padding of 1",
    );
  });

  it("add noise of the deviation, and light within its bounds", () => {
    const grey = ndarray(new Float32Array(20_000).fill(0.5), [2, 1, 100, 100]);
    const noise = Array.from(changed(grey, gaussianNoise({ deviation: 0.2 })).data, (value) => value - 0.5);
    const mean = noise.reduce((sum, value) => sum + value, 0) / noise.length;
    const deviation = Math.sqrt(noise.reduce((sum, value) => sum + value * value, 0) / noise.length);
    expect(Math.abs(mean)).toBeLessThan(0.006);
    expect(deviation).toBeCloseTo(0.2, 2);

    const x = square([0, 1], [2, 5]);
    const lit = Array.from(changed(x, lightJitter({ contrast: 0.5 })).data.subarray(0, 4));
    expect(lit.reduce((sum, value) => sum + value, 0)).toBeCloseTo(8, 5);
    const strength = (lit[3]! - lit[0]!) / 5;
    expect(strength).toBeGreaterThan(0.5);
    expect(strength).toBeLessThan(1.5);
    expect(strength).not.toBeCloseTo(1, 3);
    expect(lit[1]).toBeCloseTo(2 + strength * (1 - 2), 5);
    const bright = changed(x, lightJitter({ brightness: 0.5 })).data;
    expect(bright[3]! / bright[1]!).toBeCloseTo(5, 5);
  });
});

describe("an option that does not exist", () => {
  const wrong = { pading: 4 } as object;
  it.each<[string, () => unknown]>([
    ["randomCrop", () => randomCrop(wrong)],
    ["horizontalFlip", () => horizontalFlip(wrong)],
    ["verticalFlip", () => verticalFlip(wrong)],
    ["randomAffine", () => randomAffine(wrong)],
    ["gaussianNoise", () => gaussianNoise({ deviation: 1, ...wrong })],
    ["lightJitter", () => lightJitter(wrong)],
    ["augment", () => augment([], wrong)],
  ])("is refused by %s", (name, call) => {
    expect(call).toThrow(`${name}: there is no option "pading"`);
  });
});

describe("augment", () => {
  const steps = [randomCrop({ padding: 2 }), horizontalFlip(), randomAffine({ rotation: 20, shift: 0.1 })];
  const dataset = arrayDataset({
    name: "images",
    arrays: { x: ndarray(new RandomStream(3).fillUniform(new Float32Array(10 * 36)), [10, 1, 6, 6]) },
  });
  const source = (options: AugmentOptions = {}, batchSize = 5, seed = 0) =>
    batched(dataset, {
      batchSize,
      seed,
      augmentation: augment([...steps, gaussianNoise({ deviation: 0.1 })], options),
    });
  async function batches(from: ReturnType<typeof source>, epoch: number, start = 0): Promise<Batch[]> {
    const found: Batch[] = [];
    for await (const batch of from.epoch(epoch, start)) found.push(batch);
    return found;
  }

  it("gives the same numbers for a seed, others for another and in another epoch", async () => {
    const first = await batches(source({ seed: 1 }), 0);
    expect(await batches(source({ seed: 1 }), 0)).toEqual(first);
    expect(await batches(source({ seed: 2 }), 0)).not.toEqual(first);
    const sorted = batched(dataset, { batchSize: 10, sampling: "sequential", augmentation: augment(steps) });
    expect(await batches(sorted, 1)).not.toEqual(await batches(sorted, 0));
  });

  it("goes on in the middle of an epoch to the same numbers", async () => {
    const whole = await batches(source(), 3);
    expect(await batches(source(), 3, 1)).toEqual(whole.slice(1));
  });

  it("changes a sample alike in whatever batch it is", () => {
    const both = augment(steps)({ x: dataset.gather([4, 7]).x! }, { epoch: 2, indices: [4, 7] })["x"]!;
    const alone = augment(steps)({ x: dataset.gather([7]).x! }, { epoch: 2, indices: [7] })["x"]!;
    expect(both.data.slice(36)).toEqual(alone.data);
  });

  it("changes masks along with their images, without new classes, and light not at all", () => {
    const classes = Int32Array.from({ length: 2 * 64 }, (_, i) => (i % 8 < 4 ? 3 : 7));
    const x = ndarray(Float32Array.from(classes), [2, 1, 8, 8]);
    const y = ndarray(classes, [2, 8, 8]);
    const exact = [
      randomCrop({ padding: 2, fill: 1, maskFill: 1 }),
      horizontalFlip(),
      randomAffine({ rotation: [90, 90], fill: 1, maskFill: 1 }),
    ];
    for (let epoch = 0; epoch < 20; epoch++) {
      const along = augment(exact, { masks: ["y"] })({ x, y }, { epoch, indices: [0, 1] });
      expect(along["y"]!.dtype).toBe("int32");
      expect([...along["y"]!.data]).toEqual([...along["x"]!.data]);
    }
    const blurring = [randomAffine({ rotation: 45 }), gaussianNoise({ deviation: 1 }), lightJitter({ brightness: 1 })];
    const { y: mask } = augment(blurring, { masks: ["y"] })({ x, y }, place);
    expect([...new Set(mask!.data)].toSorted((a, b) => a - b)).toEqual([0, 3, 7]);
  });

  it("says which array is none of images", () => {
    const run = (options: AugmentOptions) => () => augment([], options)({ x: ndarray([[1]]) }, place);
    expect(run({})).toThrow('augment: "x" must be float32 images [n, C, H, W], got float32[1,1]');
    expect(run({ images: [], masks: ["m"] })).toThrow(
      'augment: "m" must be masks [n, H, W] or [n, C, H, W], the batch has x',
    );
  });
});
