import {
  float32,
  graphCost,
  initialize,
  ndarray,
  RandomStream,
  referenceBackend,
  trace,
  type NDArray,
  type Tensor,
} from "@blockzoo/core";
import { expectClose } from "@blockzoo/testkit";
import { describe, expect, test } from "vitest";
import { smallTrunk, Stylist, TextureNetwork } from "../src/index.js";

const network = new Stylist({ widths: [4, 6, 8], residuals: 2 });
const weights = initialize(network, { seed: 1 });

async function painted(images: NDArray): Promise<NDArray> {
  const graph = trace(network, { images: float32(...images.shape) });
  const executable = await referenceBackend().compile(graph, { weights });
  return (await executable.run({ images })).outputs["output"]!;
}

const drawn = (...shape: number[]): NDArray =>
  ndarray(new RandomStream(2, "images").fillUniform(new Float32Array(shape.reduce((a, b) => a * b, 1))), shape);

describe("a stylist", () => {
  test("gives colours from 0 to 1, in the image's size rounded up to multiples of 4", async () => {
    const { data, shape } = await painted(drawn(1, 3, 17, 20));
    expect(shape).toEqual([1, 3, 20, 20]);
    expect(Math.min(...data)).toBeGreaterThan(0);
    expect(Math.max(...data)).toBeLessThan(1);
  });

  test("leaves no frame and no checkerboard on what is one colour", async () => {
    const { data } = await painted(ndarray(new Float32Array(3 * 16 * 24).fill(0.3), [1, 3, 16, 24]));
    for (let channel = 0; channel < 3; channel++) {
      const plane = data.subarray(channel * 384, (channel + 1) * 384);
      expect(Math.max(...plane) - Math.min(...plane)).toBeLessThan(1e-3);
    }
  });

  test("sets light anew: a darker photograph with less contrast gives the same painting", async () => {
    const images = drawn(1, 3, 16, 20);
    const darker = ndarray(
      Float32Array.from(images.data, (value) => 0.1 + 0.4 * value),
      images.shape,
    );
    const [one, two] = [await painted(images), await painted(darker)];
    // But for what the normalisation adds to each variance.
    const apart = one.data.map((value, at) => Math.abs(value - two.data[at]!));
    expect(Math.max(...apart)).toBeLessThan(1e-4);
  });

  test("paints each image of a batch as by itself", async () => {
    const images = drawn(2, 3, 16, 16);
    const second = ndarray(images.data.slice(768), [1, 3, 16, 16]);
    const both = await painted(images);
    expectClose(await painted(second), ndarray(both.data.slice(768), [1, 3, 16, 16]), "network", "second");
  });
});

test("a pass costs less than a fiftieth of 200 steps of an optimisation, and so does that of a texture network", () => {
  const image = float32(1, 3, 256, 256);
  const trunk = smallTrunk();
  const look = ({ x }: { readonly x: Tensor }) => trunk.forward(x, Object.keys(trunk.layers!.style));
  // A step looks, and goes back to the pixels: at least twice.
  const optimisation = 200 * 2 * graphCost(trace(look, { x: image }, { model: trunk }));
  expect(optimisation / graphCost(trace(new Stylist(), { images: image }))).toBeGreaterThan(50);
  const noise = [256, 128, 64, 32, 16].map((side, scale) => [`z${scale + 1}`, float32(1, 3, side, side)] as const);
  expect(optimisation / graphCost(trace(new TextureNetwork(), Object.fromEntries(noise)))).toBeGreaterThan(50);
});
