import { initialize, ndarray, referenceBackend, trace, float32, type NDArray, type StateDict } from "@blockzoo/core";
import { expectClose } from "@blockzoo/testkit";
import { describe, expect, test } from "vitest";
import { TextureNetwork } from "../src/index.js";
import { noiseOf } from "../src/texturing/texturer.js";

const scales = ["z1", "z2", "z3"];
const network = new TextureNetwork({ scales: 3, width: 4 });
const weights: StateDict = initialize(network, { seed: 1 });

type Noises = Readonly<Record<string, NDArray>>;

async function texture(noise: Noises): Promise<NDArray> {
  const types = Object.entries(noise).map(([name, { shape }]) => [name, float32(...shape)] as const);
  const graph = trace((z) => network.forward(...scales.map((name) => z[name]!)), Object.fromEntries(types), {
    model: network,
  });
  const executable = await referenceBackend().compile(graph, { weights });
  return (await executable.run(noise)).outputs["output"]!;
}

/** Images [N, C, H, W] turned around the torus by so many pixels. */
function rolled({ data, shape }: NDArray, [down, right]: readonly [number, number]): NDArray {
  const [, , height, width] = shape as readonly [number, number, number, number];
  const values = Float32Array.from(data, (_, at) => {
    const [plane, y, x] = [Math.floor(at / (height * width)), Math.floor(at / width) % height, at % width];
    return data[(plane * height + ((y + height - down) % height)) * width + ((x + width - right) % width)]!;
  });
  return ndarray(values, shape);
}

describe("a texture network", () => {
  const noise = noiseOf(scales, { width: 16, height: 12, seed: 3 });

  test("gives colours from 0 to 1, as large as the largest noise", async () => {
    const { data, shape } = await texture(noise);
    expect(shape).toEqual([1, 3, 12, 16]);
    expect(Math.min(...data)).toBeGreaterThan(0);
    expect(Math.max(...data)).toBeLessThan(1);
  });

  test("continues into itself: turned noise gives the turned texture, so that no edge is anywhere", async () => {
    const turned = Object.fromEntries(
      scales.map((name, scale) => [name, rolled(noise[name]!, [8 / 2 ** scale, 4 / 2 ** scale])]),
    );
    expectClose(await texture(turned), rolled(await texture(noise), [8, 4]), "network", "turned");
  });

  test("makes of other noise another texture, and of each in a batch what it makes of it alone", async () => {
    const other = noiseOf(scales, { width: 16, height: 12, seed: 4 });
    const [one, two] = [await texture(noise), await texture(other)];
    const differences = Array.from(one.data, (value, at) => Math.abs(value - two.data[at]!));
    const apart = differences.reduce((sum, each) => sum + each) / differences.length;
    expect(apart).toBeGreaterThan(0.02);
    const both = Object.fromEntries(
      scales.map((name) => {
        const { data, shape } = noise[name]!;
        return [name, ndarray(Float32Array.from([...data, ...other[name]!.data]), [2, ...shape.slice(1)])];
      }),
    );
    expectClose(
      await texture(both),
      ndarray(Float32Array.from([...one.data, ...two.data]), [2, 3, 12, 16]),
      "network",
      "batch",
    );
  });

  test("makes one colour of noise that is the same everywhere", async () => {
    const flat = Object.entries(noise).map(([name, { data, shape }]) => [
      name,
      ndarray(new Float32Array(data.length).fill(0.5), shape),
    ]);
    const { data } = await texture(Object.fromEntries(flat) as Noises);
    const [red, green, blue] = [data.subarray(0, 192), data.subarray(192, 384), data.subarray(384)];
    for (const channel of [red, green, blue]) {
      expect(Math.max(...channel) - Math.min(...channel)).toBeLessThan(1e-3);
    }
  });

  test("asks for all its noises", () => {
    expect(() => trace(({ z1 }) => network.forward(z1), { z1: float32(1, 3, 8, 8) })).toThrow(
      "noise of 3 sizes, got 1",
    );
  });
});
