// What the packaged generator draws, as a user gets it: rounded to 256 shades; and the full network as a file.
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { initialize, ndarray, RandomStream, sizeOf } from "@blockzoo/core";
import { everything, glyphViews } from "@blockzoo/data";
import { inferenceGraph } from "@blockzoo/family";
import { exportModel } from "@blockzoo/onnx";
import { expectClose } from "@blockzoo/testkit";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from "vitest";
import { deconvnet, type Generator } from "../src/index.js";

type Pixels = ArrayLike<number>;

function squaredError(a: Pixels, b: Pixels): number {
  return Array.from(a, (value, pixel) => (value - b[pixel]!) ** 2).reduce((sum, each) => sum + each, 0) / a.length;
}

describe("the packaged weights", () => {
  let generator: Generator;
  beforeAll(async () => {
    const loaded = await deconvnet.load("chair-generator-mini.views", { backend: await onnxruntime() });
    expectTypeOf(loaded).toEqualTypeOf<Generator>();
    generator = loaded;
  });
  afterAll(() => generator.dispose());

  /** The mean error of the views that are chosen by glyph and number of the angle. */
  async function errorOf(angles: number, isChosen: (glyph: number, angle: number) => boolean): Promise<number> {
    const { x } = everything(glyphViews({ angles }));
    const errors: number[] = [];
    for (let sample = 0; sample < 10 * angles; sample++) {
      const [glyph, angle] = [Math.floor(sample / angles), sample % angles];
      if (!isChosen(glyph, angle)) continue;
      const { data } = await generator.generate({ style: String(glyph), view: { azimuth: (360 * angle) / angles } });
      const drawn = Float64Array.from(data, (value) => value / 255);
      errors.push(squaredError(drawn, x!.data.subarray(sample * 1024, (sample + 1) * 1024)));
    }
    return errors.reduce((sum, error) => sum + error, 0) / errors.length;
  }

  test("views that were held out are drawn as well as the recipe says", async () => {
    const mse = deconvnet.weights["chair-generator-mini.views"].metrics["mse"]!;
    const error = await errorOf(24, (glyph, angle) => (glyph + angle) % 4 === 0);
    // Values below 0 and above 1 are cut off, which can only help.
    expect(error).toBeLessThan(mse + 1e-4);
    expect(error).toBeGreaterThan(0.5 * mse);
  });

  test("so are views half-way between all that any glyph was shown from", async () => {
    expect(await errorOf(48, (_, angle) => angle % 2 === 1)).toBeLessThan(0.006);
  });

  test("half of two glyphs is nearer to both than they are to each other", async () => {
    const [three, eight, both] = await Promise.all(
      ["3", "8", { 3: 0.5, 8: 0.5 }].map(async (style) => (await generator.generate({ style })).data),
    );
    const apart = squaredError(three!, eight!);
    expect(squaredError(both!, three!)).toBeLessThan(apart);
    expect(squaredError(both!, eight!)).toBeLessThan(apart);
  });
});

test("the full network's file draws any number of images, each as by itself", { timeout: 120_000 }, async () => {
  const variant = deconvnet.variants["chair-generator"];
  const weights = initialize(variant.create());
  const session = await InferenceSession.create(exportModel(inferenceGraph(variant), { weights }));
  const sizes = { style: 809, view: 4, transform: 12 };
  const run = async (first: number, count: number) => {
    const feeds = Object.entries(sizes).map(([name, size]) => {
      const values = new RandomStream(0, name).fillUniform(new Float32Array(3 * size));
      return [name, new Tensor("float32", values.slice(first * size, (first + count) * size), [count, size])] as const;
    });
    return session.run(Object.fromEntries(feeds));
  };
  const [all, last] = [await run(0, 3), await run(2, 1)];
  for (const [name, shape] of Object.entries({ image: [3, 128, 128], mask: [1, 128, 128] })) {
    expect([all[name]!.dims, last[name]!.dims]).toEqual([
      [3, ...shape],
      [1, ...shape],
    ]);
    const [three, one] = [all[name]!.data as Float32Array, last[name]!.data as Float32Array];
    expectClose(ndarray(one, shape), ndarray(three.slice(2 * sizeOf(shape)), shape), "network", name);
  }
  await session.release();
});
