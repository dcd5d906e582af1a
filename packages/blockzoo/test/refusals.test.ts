import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ndarray } from "@blockzoo/core";
import { encodeNpy } from "@blockzoo/data";
import { beforeAll, describe, expect, it } from "vitest";
import { blockzooHere, expectRefused, userFolder } from "./command.js";

/** `{}` in arguments stands for the user's folder. */
let folder: string;
beforeAll(async () => {
  folder = await userFolder();
  const write = (name: string, content: string | Uint8Array) => writeFile(join(folder, name), content);
  const line = (index: number) => [...Array.from({ length: 64 }, () => index), index % 12].join(",");
  await write("classes.csv", Array.from({ length: 40 }, (_, index) => line(index)).join("\n"));
  await write("three.csv", "1,2,3,0\n4,5,6,1\n");
  await write("words.csv", "colour,size,kind\nred,1,a\nblue,2,b\n");
  await write("gaps.csv", ",0.5,in\n0.5,0.25,out\n0.75,1.5,in\n");
  await write("one.csv", "x,kind\n1,a\n2,a\n");
  await write("latin.csv", Uint8Array.of(0x31, 0x2c, 0x72, 0xe9, 0x0a));
  await write("ragged.csv", "1,2,3,0\n4,5,1\n");
  await write("flat.npy", encodeNpy(ndarray(new Float32Array(128), [2, 64])));
  await write("cut.npy", encodeNpy(ndarray(new Float32Array(128), [2, 64])).subarray(0, 200));
});

const net = "{}/my-net.ts#MyNet";
const lenet = fileURLToPath(new URL("../../models/lenet/weights/lenet5.mnist.safetensors", import.meta.url));
const out = ["--out", "{}/made.onnx"];

describe("the command refuses", () => {
  it.each([
    ["sumary", [], "unknown command 'sumary'"],
    ["summary", [], "missing required argument 'id'"],
    ["summary", ["lenet5", "--inputs", "1"], "unknown option '--inputs'"],
    ["summary", ["lenet6"], 'there is no network "lenet6": did you mean lenet5'],
    ["summary", ["quux"], "`blockzoo list` shows all"],
    ["summary", ["{}/nothing.ts#Net"], "there is no such file"],
    ["summary", ["lenet5", "--input", "1x2x"], "--input 1x2x: expected sizes such as"],
    ["diagram", ["lenet5"], "required option '--out <file>' not specified"],
    ["diagram", ["lenet5", "--out", "{}/made.pdf"], "made.pdf: a diagram is written as .svg or .mmd"],
    ["diagram", ["lenet5", "--out", "{}/made.svg", "--expand", "conv9"], 'there is no block "conv9"'],
    ["diagram", ["lenet5", "--out", "{}/none/made.svg"], /made\.svg: cannot be written: .*none is not there/],
    [
      "diagram",
      ["lenet5", "--out", "{}/three.csv/made.svg"],
      /made\.svg: cannot be written: .*three\.csv is no folder/,
    ],
    ["export", [net], "required option '--out <file>' not specified"],
    ["export", [net, ...out, "--weights", "{}/none.safetensors"], /there are no weights ".*none\.safetensors"/],
    ["export", [net, ...out, "--weights", "{}/my-net.ts"], /my-net\.ts: .*header/],
    ["export", [net, ...out, "--opset", "3"], "opset 3 is not supported: choose one of 17"],
    ["export", [net, ...out, "--batch", "many"], "Expected a whole number from 1."],
    ["export", [net, ...out, "--with-preprocessing"], "do not say how their inputs are prepared"],
    [
      "export",
      ["chair-generator-mini", ...out, "--with-preprocessing"],
      "does view-generation, which takes its inputs as they are",
    ],
    ["predict", ["chair-generator-mini", "--input", "{}/flat.npy"], /flat\.npy: is no JSON, expected what is drawn/],
    ["predict", [net], "required option '--input <input>' not specified"],
    ["predict", [net, "--input", "{}/none.npy"], "none.npy: cannot be read"],
    ["predict", [net, "--input", "{}/my-net.ts"], /my-net\.ts: the weights do not say how such a file becomes/],
    ["predict", [net, "--input", "{}/three.csv"], /three\.csv: the weights do not say how such a file becomes/],
    ["predict", ["mlp.iris", "--input", '{"a": 1}'], "cannot be read"],
    ["predict", [net, "--input", "{}/cut.npy"], "it is truncated"],
    [
      "predict",
      [net, "--input", "{}/flat.npy", "--backend", "reference"],
      /"image" expects float32\[N,1,8,8\], got float32\[2,64\]/,
    ],
    ["predict", [net, "--input", "{}/flat.npy", "--top", "0"], "Expected a whole number from 1."],
    ["train", ["mlp.irs"], 'there is no recipe or network "mlp.irs": did you mean mlp.iris'],
    [
      "train",
      ["mlp"],
      "mlp does table-classification, and does not learn files by itself: use blockzoo train mlp.iris, or",
    ],
    [
      "train",
      ["lenet5", "--data", "{}"],
      /blockzoo train lenet5\.fashion-mnist, or blockzoo fine-tune lenet5 --data <folder> for classes of yours, or blockzoo train \.\/my/,
    ],
    ["train", ["lenet6"], 'there is no recipe or network "lenet6": did you mean lenet5'],
    ["predict", ["mlp.iris", "--input", "x.csv", "--set", "k=1"], "--set k: table-classification has nothing to set"],
    ["train", ["mlp.iris", "--learning-rate", "1"], "--learning-rate is for data of your own"],
    ["train", ["mlp.iris", "--steps", "0"], "Expected a whole number from 1."],
    [
      "train",
      ["mlp.iris", "--out", "{}/made", "--backend", "cuda"],
      'there is no backend "cuda": there are onnxruntime-node',
    ],
    ["train", ["mlp.iris", "--out", "{}/three.csv", "--backend", "reference"], "three.csv: cannot be made a folder"],
    ["train", [net], "give the table to train on: --data digits.csv"],
    ["train", [net, "--data", "{}/none.csv"], "none.csv: cannot be read"],
    ["train", [net, "--data", "{}/ragged.csv"], "ragged.csv: row 2 has 3 fields, row 1 has 4"],
    ["train", [net, "--data", "{}/three.csv"], /three\.csv has 3 features, but MyNet takes float32\[N,1,8,8\]/],
    ["train", [net, "--data", "{}/classes.csv"], /classes\.csv has 12 classes, but MyNet returns .*float32\[1,10\]/],
    ["train", [net, "--data", "{}/classes.csv"], "expected [N, 12], or [N, 1] and --task regression if column 65 is a"],
    [
      "train",
      [net, "--data", "{}/classes.csv", "--task", "regression"],
      "has a quantity to predict, column 65, but MyNet",
    ],
    ["train", [net, "--data", "{}/classes.csv", "--target", "kind"], 'there is no column "kind"'],
    ["train", [net, "--data", "{}/classes.csv", "--task", "ranking"], "Allowed choices are classification, regression"],
    ["train", [net, "--data", "{}/classes.csv", "--header", "maybe"], "Allowed choices are yes, no"],
    ["train", [net, "--data", "{}/classes.csv", "--delimiter", "ab"], "Expected comma, semicolon, tab, or a character"],
    ["train", [net, "--data", "{}/classes.csv", "--missing", "median"], "Expected mean, or a number."],
    ["train", [net, "--data", "{}/classes.csv", "--categorical", "kind"], 'no column "kind" to take categories from'],
    [
      "train",
      [net, "--data", "{}/words.csv"],
      /words\.csv: row 2, "colour": found "red", .*--categorical auto, or colour/,
    ],
    ["train", [net, "--data", "{}/gaps.csv"], /gaps\.csv: row 1, "column 1": found "", .*--missing mean/],
    ["train", [net, "--data", "{}/one.csv"], 'one.csv: "kind" has the one class a: expected two at least'],
    [
      "train",
      [net, "--data", "{}/latin.csv"],
      "latin.csv: is no UTF-8 text at byte 3: expected text that is saved as UTF-8",
    ],
    ["train", ["mlp.iris", "--missing", "mean"], "--missing is for a table and a network of your own"],
    ["train", [net, "--data", "{}/classes.csv", "--learning-rate", "-1"], "Expected a number above 0."],
    ["weights", ["upload"], "unknown command 'upload'"],
    ["weights", ["download", "lenet5.minst"], 'there is no weights tag "lenet5.minst": did you mean lenet5.mnist'],
    ["weights", ["verify", "{}/none.pth"], /there is no weights tag ".*none\.pth"/],
    ["weights", ["convert", "{}/three.csv"], "missing required argument 'out'"],
    ["weights", ["convert", "{}/none.pth", "{}/made.pth"], "none.pth: cannot be read"],
    ["weights", ["convert", "{}/my-net.ts", "{}/made.pth"], /my-net\.ts: .*header/],
    ["weights", ["convert", lenet, "{}/made.onnx"], "made.onnx: weights are written as .safetensors, .pth or .pt"],
    ["weights", ["convert", lenet, "{}/none/made.pth"], /made\.pth: cannot be written: .*none is not there/],
    ["weights", ["convert", lenet, "{}/made.pth", "--dtype", "int8"], "Allowed choices are float32, float16"],
    ["weights", ["convert", lenet, "{}/made.pth", "--entry", "ema"], /has no entries/],
    ["fine-tune", ["lenet5.mnist"], "required option '--data <folder>' not specified"],
    ["fine-tune", ["lenet5.mnist", "--data", "{}/none"], "none: cannot be read as a folder"],
    ["fine-tune", ["mlp.iris", "--data", "{}"], "does table-classification, which learns no new classes"],
    ["fine-tune", ["fcn-mini.shapes", "--data", "{}"], "does image-segmentation, which learns no new classes"],
    ["fine-tune", ["lenet5-1998.glyphs", "--data", "{}"], "only a network that ends in a dense layer can be"],
    ["fine-tune", ["googlenet-auxiliary", "--data", "{}"], "gives 3 outputs in training: only a network with one can"],
    ["compare", [net, "--backends", "tfjs"], 'there is no backend "tfjs"'],
  ] as const)("%s %j", async (command, args, message) => {
    const before = await readdir(folder);
    const result = await blockzooHere([command, ...args.map((arg) => arg.replace("{}", folder))]);
    expectRefused(result, message);
    expect((await readdir(folder)).filter((name) => name !== "made")).toEqual(before.filter((name) => name !== "made"));
  });
});
