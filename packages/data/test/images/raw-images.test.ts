import { ndarray } from "@blockzoo/core";
import { imageGrid, preprocessImage, rawImages, type ImagePreprocessing } from "@blockzoo/data/images";
import { describe, expect, test } from "vitest";

describe("rawImages", () => {
  test("is the other way round than preprocessing", () => {
    const steps: ImagePreprocessing = { kind: "image", channels: 3, mean: [0.5, 0.4, 0.3], deviation: [0.2, 0.3, 0.4] };
    const image = { width: 2, height: 1, channels: 3, data: Uint8Array.of(0, 128, 255, 7, 8, 9) } as const;
    const { data, shape } = preprocessImage(image, steps);
    const [back] = rawImages(ndarray(data, [1, ...shape]), steps);
    expect(back).toEqual({ ...image, data: Uint8ClampedArray.from(image.data) });
  });

  test("cuts off what is darker than black or brighter than white", () => {
    const [image] = rawImages(ndarray([[[[-1, 0.5, 2]]]]), { mean: [0], deviation: [1] });
    expect([...image!.data]).toEqual([0, 128, 255]);
  });
});

describe("imageGrid", () => {
  const image = (value: number) =>
    ({ width: 2, height: 1, channels: 1, data: Uint8Array.of(value, value + 1) }) as const;

  test("lays images out row by row, grey between them", () => {
    const { data, ...size } = imageGrid([image(1), image(3), image(5)], { columns: 2, gap: 1 });
    expect(size).toEqual({ width: 5, height: 3, channels: 1 });
    expect([...data]).toEqual([1, 2, 128, 3, 4, 128, 128, 128, 128, 128, 5, 6, 128, 128, 128]);
  });

  test("refuses images of unequal size", () => {
    const wide = { width: 3, height: 1, channels: 1, data: new Uint8Array(3) } as const;
    expect(() => imageGrid([image(1), wide])).toThrow(
      "images of a grid must be alike: the first has 2 x 1 pixels of 1 values, another 3 x 1 pixels of 1 values",
    );
    expect(() => imageGrid([])).toThrow("a grid needs at least one image");
  });
});
