// `blockzoo stylize`: what it paints and writes, how it is stopped and gone on with, what it does with odd pictures.
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { initialize, ndarray } from "@blockzoo/core";
import { encodePng, readImage, type RawImage } from "@blockzoo/data/images";
import { vgg19Trunk } from "@blockzoo/style-transfer";
import { writeWeightsFile } from "@blockzoo/weights/node";
import { beforeAll, describe, expect, it } from "vitest";
import { blockzoo, blockzooHere, expectRefused, userFolder } from "./command.js";

/** Weights of another network. */
const lenet = fileURLToPath(new URL("../../models/lenet/weights/lenet5.mnist.safetensors", import.meta.url));

let folder: string;
const at = (name: string): string => join(folder, name);

/** An image from what each pixel is, a number of 0 to 1 for each channel. */
function drawn(width: number, height: number, pixel: (x: number, y: number) => readonly number[]): RawImage {
  const values = Array.from({ length: width * height }, (_, index) => pixel(index % width, Math.floor(index / width)));
  return { width, height, data: Uint8ClampedArray.from(values.flat(), (value) => 255 * value) };
}

/** A ball on a ground that gets brighter from left to right. */
const ball = (width: number, height: number): RawImage =>
  drawn(width, height, (x, y) =>
    Math.hypot(x - width / 2, y - height / 2) < height / 4 ? [0.9, 0.3, 0.2] : [0.2, 0.3 + (0.5 * x) / width, 0.6],
  );
/** Stripes from the upper left to the lower right. */
const stripes = (width: number, height: number): RawImage =>
  drawn(width, height, (x, y) => (Math.sin((x - y) / 1.5) > 0 ? [0.95, 0.85, 0.3] : [0.1, 0.1, 0.4]));

beforeAll(async () => {
  folder = await userFolder();
  const pictures: Readonly<Record<string, RawImage>> = {
    "ball.png": ball(64, 48),
    "stripes.png": stripes(40, 56),
    "wide.png": ball(520, 24),
    "grey.png": drawn(32, 32, (x, y) => [((x * y) % 32) / 32]),
    "veil.png": drawn(32, 32, (x) => [1, 0.5, 0, x / 31]),
    "even.png": drawn(32, 32, () => [0.5, 0.5, 0.5]),
    "thin.png": ball(64, 8),
  };
  for (const [name, image] of Object.entries(pictures)) await writeFile(at(name), await encodePng(image));
  await writeFile(at("words.png"), "no picture");
  await mkdir(at("folder.png"));
  await symlink(at("ball.png"), at("link.png"));
});

/** The command on the files of the folder, on one thread so that numbers are the same again. */
const stylize = (content: string, style: string, ...options: string[]) =>
  blockzooHere(["stylize", at(content), at(style), ...options]);

/** How much more red than blue an image has, on average. */
async function redness(name: string): Promise<number> {
  const { data } = await readImage(at(name));
  const signed = Array.from(data, (value, index) => [value, 0, -value][index % 3]!);
  return signed.reduce((sum, value) => sum + value, 0) / (data.length / 3) / 255;
}

interface Told {
  readonly picture: string;
  readonly width: number;
  readonly height: number;
  readonly finished: boolean;
  readonly steps: number;
  readonly reason: string;
  readonly trunk: string;
  readonly contentLoss: number;
  readonly styleLoss: number;
}

/** What `--json` says of a painting that went well. */
async function told(content: string, style: string, out: string, ...options: string[]): Promise<Told> {
  const { code, stdout, stderr } = await stylize(content, style, "--out", at(out), "--json", ...options);
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringMatching(/^painting on /) });
  return JSON.parse(stdout) as Told;
}

describe("blockzoo stylize", () => {
  it("paints the content in the style, and says how far it came", { timeout: 60_000 }, async () => {
    const { code, stdout, stderr } = await stylize(
      "ball.png",
      "stripes.png",
      "--out",
      at("painted.png"),
      "--steps",
      "30",
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/painted\.png: 64 x 48 pixels, [\d.]+ s\nafter 30 steps loss .*\nstopped because all steps/);
    expect(stderr).toMatch(/30\/30 {2}loss [\d.]+ {2}content [\d.]+ {2}style [\d.]+/);
    const painted = await readImage(at("painted.png"));
    expect(painted).toMatchObject({ width: 64, height: 48, data: { length: 3 * 64 * 48 } });
    const one = await told("ball.png", "stripes.png", "few.png", "--steps", "1");
    const many = await told("ball.png", "stripes.png", "many.png", "--steps", "30");
    expect(many.styleLoss).toBeLessThan(one.styleLoss / 2);
    expect(await readFile(at("many.png"))).toEqual(await readFile(at("painted.png")));
  });

  it("does what size, weights, start, seed and optimiser say", { timeout: 120_000 }, async () => {
    const paint = (out: string, ...options: string[]) =>
      told("ball.png", "stripes.png", out, "--size", "32", "--steps", "12", ...options);
    const plain = await paint("plain.png");
    expect(plain).toMatchObject({ width: 32, height: 24, finished: true, reason: "steps", steps: 12 });
    const faithful = await paint("faithful.png", "--content-weight", "10", "--style-weight", "0.1");
    expect(faithful.contentLoss).toBeLessThan(plain.contentLoss);
    expect(faithful.styleLoss).toBeGreaterThan(plain.styleLoss);
    const bytes = async (out: string, ...options: string[]) => {
      await paint(out, ...options);
      return (await readFile(at(out))).toString("base64");
    };
    await paint("colors.png", "--keep-colors");
    const [original, kept, changed] = await Promise.all(["ball.png", "colors.png", "plain.png"].map(redness));
    expect(Math.abs(kept! - original!)).toBeLessThan(0.03);
    expect(Math.abs(changed! - original!)).toBeGreaterThan(0.1);
    const noise = await bytes("noise.png", "--start", "noise");
    expect(await bytes("again.png", "--start", "noise", "--seed", "0")).toBe(noise);
    expect(await bytes("other.png", "--start", "noise", "--seed", "1")).not.toBe(noise);
    expect(await bytes("adam.png", "--optimizer", "adam")).not.toBe(
      (await readFile(at("plain.png"))).toString("base64"),
    );
  });

  it("writes pictures on the way", { timeout: 60_000 }, async () => {
    await told("ball.png", "stripes.png", "way.png", "--size", "32", "--steps", "6", "--every", "2");
    const names = (await readdir(folder)).filter((name) => name.startsWith("way."));
    expect(names.toSorted()).toEqual(["way.0002.png", "way.0004.png", "way.0006.png", "way.png"]);
    expect(await readFile(at("way.0002.png"))).not.toEqual(await readFile(at("way.png")));
  });

  it("paints what is larger than a tile as a whole, then in tiles", { timeout: 120_000 }, async () => {
    const answer = await told("wide.png", "stripes.png", "tiles.png", "--size", "520", "--steps", "6");
    // Two tiles, a sixth of the steps for each.
    expect(answer).toMatchObject({ width: 520, height: 24, steps: 8 });
  });

  it.each(["grey.png", "veil.png", "even.png"])(
    "takes %s, as content and as style",
    { timeout: 60_000 },
    async (odd) => {
      for (const [content, style] of [[odd, "stripes.png"] as const, ["ball.png", odd] as const]) {
        await told(content, style, "odd.png", "--size", "32", "--steps", "3");
        expect((await readImage(at("odd.png"))).data.length).toBe(3 * 32 * (content === odd ? 32 : 24));
      }
    },
  );

  it("looks through VGG-19 where a file has its weights, under torchvision's names", { timeout: 120_000 }, async () => {
    const features = Array.from(initialize(vgg19Trunk()), ([name, value]) => {
      return [name.replace("network.", "features."), value] as const;
    });
    await writeWeightsFile(at("vgg19.safetensors"), new Map([...features, ["classifier.6.bias", ndarray([0, 0])]]));
    const vgg = ["--trunk", "vgg19", "--weights", at("vgg19.safetensors")];
    const answer = await told("ball.png", "stripes.png", "large.png", "--size", "32", "--steps", "2", ...vgg);
    expect(answer).toMatchObject({ width: 32, height: 24, steps: 2, trunk: at("vgg19.safetensors") });
    const wrong = await stylize(
      "ball.png",
      "stripes.png",
      "--out",
      at("made.png"),
      "--weights",
      at("vgg19.safetensors"),
    );
    expectRefused(wrong, /vgg19\.safetensors: the weights do not fit the model\n.*of another shape/s);
  });

  it("keeps the last good picture where numbers run off, says why, and exits with 1", { timeout: 60_000 }, async () => {
    const { code, stdout } = await stylize(
      "ball.png", "stripes.png", "--out", at("lost.png"), "--size", "32", "--style-weight", "1e39",
    ); // prettier-ignore
    expect(code).toBe(1);
    expect(stdout).toContain("stopped because the loss is no finite number any more: this is the last good picture");
    expect(await readImage(at("lost.png"))).toMatchObject({ width: 32, height: 24 });
  });
});

describe.skipIf(process.platform === "win32")("blockzoo stylize, stopped by Ctrl-C", () => {
  const command = (out: string, ...options: string[]) => [
    "stylize",
    "ball.png",
    "stripes.png",
    "--out",
    out,
    "--steps",
    "300",
    ...options,
  ];

  it("writes what is there, and goes on to the same picture", { timeout: 180_000 }, async () => {
    const whole = await blockzoo(command("whole.png"), { cwd: folder });
    expect(whole.code).toBe(0);
    let isKilled = false;
    const stopped = await blockzoo(command("parts.png"), {
      cwd: folder,
      onStderr: (stderr, kill) => {
        if (!isKilled && stderr.includes("1/300")) kill("SIGINT");
        isKilled ||= stderr.includes("1/300");
      },
    });
    expect(stopped.code).toBe(130);
    expect(stopped.stdout).toMatch(/after \d+ steps loss .*\nstopped because it was asked to/);
    expect(stopped.stderr).toContain(
      "go on with: blockzoo stylize ball.png stripes.png --out parts.png --steps 300 --resume",
    );
    expect(await readImage(at("parts.png"))).toMatchObject({ width: 64, height: 48 });
    expect(await readFile(at("parts.png"))).not.toEqual(await readFile(at("whole.png")));

    const lost = "is of a painting that was stopped: go on with --resume, or remove it";
    const refused = (...options: string[]) => stylize("ball.png", "stripes.png", "--out", at("parts.png"), ...options);
    expectRefused(await refused("--steps", "300"), lost);
    expectRefused(
      await refused("--steps", "300", "--resume", "--seed", "3"),
      "was begun with something else: --seed default there, 3 here",
    );
    const repainted = await stylize("ball.png", "grey.png", "--out", at("parts.png"), "--steps", "300", "--resume");
    expectRefused(repainted, "was begun with something else: another style image");

    const resumed = await blockzoo(command("parts.png", "--resume"), { cwd: folder });
    expect(resumed.code).toBe(0);
    expect(await readFile(at("parts.png"))).toEqual(await readFile(at("whole.png")));
    expect(existsSync(at("parts.checkpoint.safetensors"))).toBe(false);
  });
});

describe("blockzoo stylize refuses, before any work,", () => {
  it.each([
    [["ball.png", "none.png"], "none.png: cannot be read"],
    [["words.png", "stripes.png"], "words.png: is neither PNG nor JPEG"],
    [["ball.png", "stripes.png", "--out", "{}/made.jpg"], "made.jpg: a painted picture is written as .png"],
    [["ball.png", "stripes.png", "--out", "{}/none/made.png"], /made\.png: cannot be written: .*none is not there/],
    [["ball.png", "stripes.png", "--out", "{}/ball.png/made.png"], /made\.png: cannot be written: .*is no folder/],
    [["ball.png", "stripes.png", "--out", "{}/folder.png"], "folder.png: cannot be written: it is a folder"],
    [["ball.png", "stripes.png", "--out", "{}/ball.png"], "ball.png: would replace what it is painted from"],
    [["ball.png", "stripes.png", "--out", "{}/link.png"], "link.png: would replace what it is painted from"],
    [["thin.png", "stripes.png"], "the picture would be 64 x 8 pixels: at least 16 a side are needed"],
    [["ball.png", "thin.png"], "the style image would be 64 x 8 pixels"],
    [["ball.png", "stripes.png", "--size", "20"], "the picture would be 20 x 15 pixels"],
    [["ball.png", "stripes.png", "--size", "5000"], "can have up to 4096 pixels, got 5000"],
    [["ball.png", "stripes.png", "--size", "0"], "Expected a whole number from 1."],
    [["ball.png", "stripes.png", "--start", "blank"], "Allowed choices are content, noise"],
    [["ball.png", "stripes.png", "--style-weight", "-1"], "Expected a number above 0."],
    [["ball.png", "stripes.png", "--resume"], "there is nothing to resume"],
    [["ball.png", "stripes.png", "--trunk", "vgg19"], "name the file of its weights with --weights"],
    [["ball.png", "stripes.png", "--weights", "{}/words.png"], "words.png"],
    [["ball.png", "stripes.png", "--weights", lenet], "lenet5.mnist.safetensors"],
    [["ball.png"], "missing required argument 'style'"],
  ] as const)("%j", { timeout: 30_000 }, async (args, message) => {
    const [content, ...rest] = args.map((arg) => (/^\w+\.png$/.test(arg) ? at(arg) : arg.replace("{}", folder)));
    const before = await readdir(folder);
    const out = rest.includes("--out") ? [] : ["--out", at("made.png")];
    const { stdout, stderr, code } = await blockzooHere(["stylize", content!, ...rest, ...out]);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("    at ");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(await readdir(folder)).toEqual(before);
  });

  it.skipIf(process.platform !== "linux")("a folder that takes no file", async () => {
    const { code, stderr } = await stylize("ball.png", "stripes.png", "--out", "/proc/made.png");
    expect(stderr).toMatch(/^error: \/proc\/made\.png: cannot be written: /);
    expect(code).toBe(2);
  });
});
