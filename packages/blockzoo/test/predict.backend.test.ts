// `blockzoo predict` with the weights that come with the packages, a network of each task: what is shown, what is written.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ndarray, type NDArray } from "@blockzoo/core";
import { glyphs, parseNpy, shapeLabels, shapes } from "@blockzoo/data";
import { readImage, type RawImage } from "@blockzoo/data/images";
import { beforeAll, describe, expect, it } from "vitest";
import { blockzooHere, expectRefused, greyPng, userFolder } from "./command.js";

let folder: string;
const at = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = await userFolder();
});

/** What the command says in one JSON document, while it also writes a file; `notes` stand before that on stderr. */
async function predicted<Answer>(tag: string, input: string, out: string, notes = ""): Promise<Answer> {
  const { code, stdout, stderr } = await blockzooHere(["predict", tag, "--input", input, "--out", at(out), "--json"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: `${notes}wrote ${at(out)}\n` });
  const answer = JSON.parse(stdout) as Answer & { readonly id: string; readonly weights: string };
  expect(answer).toMatchObject({ id: tag, weights: tag });
  return answer;
}

async function shown(tag: string, input: string, ...options: string[]): Promise<string> {
  const { code, stdout, stderr } = await blockzooHere(["predict", tag, "--input", input, ...options]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

/** An image [1, 1, H, W] as a file; its path. */
async function drawn(name: string, image: NDArray): Promise<string> {
  await writeFile(at(name), greyPng(image));
  return at(name);
}

/** Red, green, blue of a pixel. */
const pixelOf = ({ width, data }: RawImage, x: number, y: number): number[] => [
  ...data.subarray(3 * (y * width + x), 3 * (y * width + x) + 3),
];
const isGrey = ([red, green, blue]: readonly number[]): boolean => red === green && green === blue;
const isColour = (pixel: readonly number[], colour: readonly number[]): boolean =>
  pixel.every((value, channel) => value === colour[channel]);
const channelsOf = (code: string): number[] =>
  [1, 3, 5].map((start) => Number.parseInt(code.slice(start, start + 2), 16));

describe("image classification", () => {
  it("shows the most probable classes, and writes the scores as .npy", async () => {
    const { x, y } = glyphs({ count: 1, seed: 1 }).gather([0]);
    const input = await drawn("glyph.png", x!);
    const label = String(y!.data[0]);
    const { predictions } = await predicted<{ predictions: { label: string }[][] }>("lenet5.glyphs", input, "y.npy");
    expect(predictions[0]).toHaveLength(5);
    expect(predictions[0]![0]!.label).toBe(label);
    const scores = parseNpy(await readFile(at("y.npy")), { name: "y.npy" });
    expect(scores.shape).toEqual([1, 10]);
    expect(scores.data.indexOf(Math.max(...scores.data))).toBe(Number(label));
    expect(await shown("lenet5.glyphs", input, "--top", "1")).toMatch(new RegExp(`^ *[\\d.]+ %  ${label}\n$`));
  });

  it("is not written as what it is not", async () => {
    const input = await drawn("glyph.png", glyphs({ count: 1, seed: 1 }).gather([0])["x"]!);
    for (const out of ["y.png", "y.txt", "y"]) {
      const result = await blockzooHere(["predict", "lenet5.glyphs", "--input", input, "--out", at(out)]);
      expectRefused(result, `${at(out)}: this network's answer is written as .npy`);
      expect(await readdir(folder)).not.toContain(out);
    }
  });
});

describe("image segmentation", () => {
  it("says how much of the image each class covers, and lays its colour over it", async () => {
    const { x, y } = shapes({ count: 1, seed: 3, size: 64, perImage: 4, noise: 0.05 }).gather([0]);
    const input = await drawn("shapes.png", x!);
    interface Share {
      readonly label: string;
      readonly share: number;
      readonly colour?: string;
    }
    const { segmentation } = await predicted<{ segmentation: Share[] }>("fcn-mini.shapes", input, "shapes.seen.png");
    const [background, ...classes] = segmentation;
    expect(background).toEqual({ label: "background", share: expect.any(Number) });
    expect(segmentation.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 6);
    const labels = ["background", ...shapeLabels.filter((label) => label !== "background")];
    const [before, after] = [await readImage(input), await readImage(at("shapes.seen.png"))];
    expect(after).toMatchObject({ width: 64, height: 64, data: { length: 64 * 64 * 3 } });
    let right = 0;
    for (let pixel = 0; pixel < 64 * 64; pixel++) {
      const grey = before.data[pixel]!;
      const seen = pixelOf(after, pixel % 64, Math.floor(pixel / 64));
      const label = labels[y!.data[pixel]!]!;
      const code = classes.find((each) => each.label === label)?.colour;
      const laid = code && channelsOf(code).map((value) => Math.round(grey + (value - grey) * 0.6));
      right += Number(laid ? isColour(seen, laid) : isColour(seen, [grey, grey, grey]));
    }
    expect(right / (64 * 64)).toBeGreaterThan(0.95);
    for (const { label, colour } of classes) {
      expect(await shown("fcn-mini.shapes", input)).toMatch(new RegExp(`^ *[\\d.]+ %  ${label} \\(${colour}\\)$`, "m"));
    }
  });

  it("is done by every segmenter that is packaged, and by its scores", async () => {
    const image = shapes({ count: 1, seed: 3, outline: 1.5 }).gather([0])["x"]!;
    const input = await drawn("outline.png", image);
    await predicted("deconvnet-mini.outlines", input, "outline.seen.png");
    expect(await readImage(at("outline.seen.png"))).toMatchObject({
      width: 32,
      height: 32,
      data: { length: 32 * 32 * 3 },
    });
    await predicted("deconvnet-mini.outlines", input, "outline.npy");
    expect(parseNpy(await readFile(at("outline.npy")), { name: "outline.npy" }).shape).toEqual([1, 4, 32, 32]);
  });
});

describe("a heat map", () => {
  it("says where each class is most probable, and colours that place", async () => {
    const { x, y } = glyphs({ count: 1, seed: 4 }).gather([0]);
    const [, , side] = x!.shape as [number, number, number, number];
    const [width, height] = [96, 64];
    const scene = new Float32Array(width * height);
    for (let row = 0; row < side; row++)
      scene.set(x!.data.subarray(row * side, (row + 1) * side), (row + 16) * width + 64);
    const input = await drawn("scene.png", ndarray(scene, [1, 1, height, width]));
    interface Place {
      readonly label: string;
      readonly probability: number;
      readonly row: number;
      readonly column: number;
      readonly colour?: string;
    }
    const { locations } = await predicted<{ locations: Place[] }>("heat-map-mini.glyphs", input, "heat.png");
    const digit = locations.find(({ label }) => label !== "background")!;
    expect(digit.label).toBe(String(y!.data[0]));
    expect(Math.abs(digit.row - (16 + side / 2))).toBeLessThan(7);
    expect(Math.abs(digit.column - (64 + side / 2))).toBeLessThan(7);
    const seen = await readImage(at("heat.png"));
    expect(seen).toMatchObject({ width, height, data: { length: width * height * 3 } });
    const place = pixelOf(seen, Math.round(digit.column), Math.round(digit.row));
    const colour = channelsOf(digit.colour!);
    expect(place.indexOf(Math.max(...place))).toBe(colour.indexOf(Math.max(...colour)));
    expect(isGrey(place)).toBe(false);
    expect(isGrey(pixelOf(seen, 4, 4))).toBe(true);
    // No window of the network has its middle so near the edge.
    expect(isGrey(pixelOf(seen, width - 1, Math.round(digit.row)))).toBe(true);
  });
});

describe("detection", () => {
  it.each(["heat-detector.one-shape", "roi-detector.one-shape"])("%s frames what it finds", async (tag) => {
    const { x, boxes, classes } = shapes({ count: 1, seed: 100, size: 48, perImage: 1, radius: [5, 10] }).gather([0]);
    const input = await drawn("one.png", x!);
    interface Found {
      readonly label: string;
      readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
    }
    const { detections } = await predicted<{ detections: Found[] }>(tag, input, "one.seen.png");
    expect(detections.map(({ label }) => label)).toEqual([shapeLabels[classes!.data[0]!]]);
    const { box } = detections[0]!;
    const [left, top, across, down] = [...boxes!.data];
    expect([box.x - left!, box.y - top!, box.width - across!, box.height - down!].every((d) => Math.abs(d) < 5)).toBe(
      true,
    );
    const [before, after] = [await readImage(input), await readImage(at("one.seen.png"))];
    const corner = [Math.round(box.x), Math.round(box.y)] as const;
    const colour = pixelOf(after, ...corner);
    expect(Math.max(...colour) - Math.min(...colour)).toBeGreaterThan(100);
    const changed = Array.from({ length: 48 * 48 }, (_, pixel) => [pixel % 48, Math.floor(pixel / 48)] as const).filter(
      ([column, row]) => !isColour(pixelOf(after, column, row), Array<number>(3).fill(before.data[row * 48 + column]!)),
    );
    for (const [column, row] of changed) expect(isColour(pixelOf(after, column, row), colour)).toBe(true);
    // A frame and no more: its four sides.
    expect(changed.length).toBeLessThanOrEqual(2 * (box.width + box.height) + 4);
    expect(changed.length).toBeGreaterThan(2 * (box.width + box.height) - 12);
    expect(await shown(tag, input)).toContain(
      `%  ${detections[0]!.label} at (${box.x.toFixed(1)}, ${box.y.toFixed(1)})`,
    );
  });

  it("says where there is nothing", async () => {
    const input = await drawn("empty.png", ndarray(new Float32Array(48 * 48), [1, 1, 48, 48]));
    expect(await shown("heat-detector.one-shape", input)).toBe("nothing was found\n");
  });
});

describe("the coding of images", () => {
  const tag = "autoencoder-conv.mnist";
  const digit = async (name: string, seed: number) =>
    drawn(name, glyphs({ count: 1, seed, geometry: "easy" }).gather([0])["x"]!);

  it("says the code of an image, and writes its reconstruction", async () => {
    const input = await digit("digit.png", 1);
    const answer = await predicted<{ code: number[]; squaredError: number }>(tag, input, "again.png");
    expect(answer.code).toHaveLength(30);
    expect(answer.squaredError).toBeLessThan(0.1);
    const again = await readImage(at("again.png"));
    expect(again).toMatchObject({ width: 28, height: 28 });
    await predicted(tag, JSON.stringify({ code: answer.code }), "decoded.png");
    expect([...(await readImage(at("decoded.png"))).data]).toEqual([...again.data]);
  });

  it("goes from one image to another in as many steps as are set", async () => {
    const input = JSON.stringify({ from: await digit("from.png", 2), to: await digit("to.png", 3) });
    expect(await shown(tag, input, "--set", "steps=3")).toContain("3 images of 28 x 28");
  });

  it.each([
    ['{"code": [1, 2]}', "codes must be [codes, 30] for this network, got [1,2]"],
    ['{"from": "there-is-none.png", "to": "there-is-none.png"}', "there-is-none.png"],
    ["{", "is no JSON, expected an image"],
  ])("says what is wrong with %s", async (input, message) => {
    expectRefused(await blockzooHere(["predict", tag, "--input", input]), message);
  });
});

describe("the generation of views", () => {
  const tag = "chair-generator-mini.views";

  it("draws what a JSON record asks for", async () => {
    const { image } = await predicted<{ image: object }>(tag, '{"style": "3", "angle": 45}', "three.png");
    expect(image).toEqual({ width: 32, height: 32, channels: 1 });
    const three = await readImage(at("three.png"));
    expect(three).toMatchObject({ width: 32, height: 32 });
    expect(Math.max(...three.data)).toBeGreaterThan(150);
    expect(three.data.filter((value) => value < 50).length).toBeGreaterThan(512);
    await predicted(tag, '{"style": "3", "azimuth": 45}', "three.npy");
    expect([...parseNpy(await readFile(at("three.npy")), { name: "three.npy" }).data]).toEqual([...three.data]);
    await predicted(tag, '{"style": {"3": 0.5, "8": 0.5}, "angle": 45}', "mixed.png");
    expect([...(await readImage(at("mixed.png"))).data]).not.toEqual([...three.data]);
  });

  it.each([
    ["3", "3: expected a record, found 3"],
    ["three", "three: is no JSON, expected what is drawn, and from where in degrees"],
    ['{"style": "3", "angle": "north"}', 'angle must be a number of degrees, found "north"'],
    ['{"style": "chair", "angle": 0}', "chair"],
    ['{"style": "3", "height": 0}', "height"],
  ])("says what is wrong with %s", async (input, message) => {
    const result = await blockzooHere(["predict", tag, "--input", input]);
    expectRefused(result, message);
  });
});

describe("rows of a table", () => {
  it("are classified one by one, by their columns' names", async () => {
    const columns = ["sepal length", "sepal width", "petal length", "petal width"];
    const input = at("iris.csv");
    await writeFile(input, `${columns.join(",")}\n5.1,3.5,1.4,0.2\n6.3,3.3,6.0,2.5\n`);
    const read = `note: ${input}: columns ${columns.join(", ")} from the first row\n`;
    const answer = await predicted<{ predictions: { label: string }[][] }>("mlp.iris", input, "iris.npy", read);
    expect(answer.predictions.map(([best]) => best!.label)).toEqual(["setosa", "virginica"]);
    expect(parseNpy(await readFile(at("iris.npy")), { name: "iris.npy" }).shape).toEqual([2, 3]);
    const { stdout } = await blockzooHere(["predict", "mlp.iris", "--input", input, "--top", "1"]);
    expect(stdout).toMatch(/^ *[\d.]+ % {2}setosa\n\n *[\d.]+ % {2}virginica\n$/);
  });
});
