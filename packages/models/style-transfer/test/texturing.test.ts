import { float32, initialize, referenceBackend } from "@blockzoo/core";
import { decodeImage } from "@blockzoo/data/images";
import { forward, openVariant } from "@blockzoo/family";
import { beforeAll, describe, expect, test } from "vitest";
import { TextureNetwork, type Texturer } from "../src/index.js";
import { texturing } from "../src/texturing/index.js";

const create = () => new TextureNetwork({ scales: 2, width: 2 });
const variant = {
  summary: "a small texture network",
  create,
  task: texturing(),
  graphs: forward({ z1: float32("N", 3, "H*2", "W*2"), z2: float32("N", 3, "H", "W") }, "texture", { openSize: 4 }),
  params: 0,
};
const parts = { variant, weights: initialize(create()), meaning: { texture: "a test" }, source: "test:weights" };

describe("a texturer", () => {
  let texturer: Texturer;
  beforeAll(async () => {
    texturer = (await openVariant({ ...parts, backend: referenceBackend() })).use;
  });

  test("makes textures of any size, the same ones of the same seed", async () => {
    expect(texturer.texture).toBe("a test");
    for (const [width, height] of [
      [12, 8],
      [7, 5],
      [1, 1],
    ] as const) {
      const made = await texturer.make({ width, height, seed: 1 });
      expect(made).toMatchObject({ width, height, channels: 3 });
      expect(made.data).toHaveLength(width * height * 3);
      expect((await texturer.make({ width, height, seed: 1 })).data).toEqual(made.data);
    }
    const [one, two] = [
      await texturer.make({ width: 8, height: 8 }),
      await texturer.make({ width: 8, height: 8, seed: 2 }),
    ];
    expect(one.data).not.toEqual(two.data);
  });

  test("cuts off what is no multiple of the step between noises", async () => {
    const whole = await texturer.make({ width: 8, height: 6, seed: 5 });
    const part = await texturer.make({ width: 7, height: 5, seed: 5 });
    expect([...part.data.subarray(0, 21)]).toEqual([...whole.data.subarray(0, 21)]);
    expect([...part.data.subarray(21, 42)]).toEqual([...whole.data.subarray(24, 45)]);
  });

  test.each([
    [{ width: 0, height: 8 }, "the width of a texture must be a number of pixels, got 0"],
    [{ width: 8, height: 2.5 }, "the height of a texture must be a number of pixels, got 2.5"],
    [{ width: 4000, height: 4000 }, "a texture of 4000 x 4000 pixels is too large"],
  ])("refuses %o", async (size, message) => {
    await expect(texturer.make(size)).rejects.toThrow(message);
  });
});

test("the command reads a size and writes the texture", async () => {
  const { use, networks } = await openVariant({ ...parts, backend: referenceBackend() });
  const command = await variant.task.command();
  const answer = (input: string) =>
    command.answer({
      input,
      use,
      networks,
      meaning: parts.meaning,
      settings: { seed: 3 },
      top: 5,
      note: () => {},
    });
  const { text, json, files } = await answer("12x8");
  expect(text).toContain("a test, 12 x 8 pixels");
  expect(json).toEqual({ texture: "a test", image: { width: 12, height: 8, channels: 3 } });
  const { data } = await decodeImage(await files[".png"]!(), "texture.png");
  expect([...data]).toEqual([...(await use.make({ width: 12, height: 8, seed: 3 })).data]);
  await expect(answer("large")).rejects.toThrow("large: is no size, expected a width and height in pixels: 512x256");
});

test("weights name the texture", () => {
  expect(() => variant.task.parseMeaning({ texture: 3 }, "texture-network.mine")).toThrow(
    "texture-network.mine: texture: expected a text",
  );
});
