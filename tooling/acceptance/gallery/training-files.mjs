import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { decode } from "fast-png";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect } from "../harness/report.mjs";
import { run } from "../harness/run.mjs";
import { blockzoo } from "./command.mjs";
import { linkPackages } from "./installed.mjs";
import { downloaded } from "./training-page.mjs";

/** @typedef {import("./page.mjs").Page} Page */

const root = fileURLToPath(new URL("../../..", import.meta.url));
const seven = path.join(root, "packages/models/lenet/test/fixtures/seven.png");
const tolerance = 1e-4;

/**
 * What the page gives of a run that was stopped: weights that have the same samples right in Node as in the page, a network that says
 * of a picture what they say, and a program that trains it again.
 * @param {Page} page @param {{ recipe: string, enough: number, scratch: string }} options
 */
export async function takeTrainedAway(page, { recipe, enough, scratch }) {
  const folder = mkdtempSync(path.join(scratch, "trained-"));
  const shown = await page.locator(".samples li").evaluateAll((all) => all.map((each) => each.dataset["predicted"]));
  const heading = (await page.getByRole("heading", { name: "Held-out samples" }).textContent()) ?? "";
  const [, accuracy, loss] = /accuracy ([\d.]+), loss ([\d.]+)/.exec(heading) ?? [];
  const weights = path.join(folder, "weights.safetensors");
  writeFileSync(weights, await downloaded(page, "Weights"));
  const script = path.join(root, "tooling/acceptance/gallery/measure-weights.ts");
  const inNode = JSON.parse(await node([script, recipe, weights, String(shown.length)], root));
  // The page says three digits.
  const apart = [inNode.metrics.accuracy / Number(accuracy) - 1, inNode.metrics.loss / Number(loss) - 1];
  expect(
    apart.every((each) => Math.abs(each) < 6e-3) && String(inNode.predicted) === String(shown),
    `the page: ${heading}, ${shown}; the weights in Node: ${JSON.stringify(inNode)}`,
  );

  const network = await InferenceSession.create(await downloaded(page, "Network"));
  const [input] = network.inputMetadata;
  const takesPictures = input?.isTensor === true && input.type === "uint8";
  const onnx = takesPictures
    ? await agreesOnPicture(network, { recipe, weights })
    : await agreesOnSamples(network, inNode);

  const program = (await downloaded(page, "Program")).toString();
  for (const part of ["learningRateFactor: 2.15, batchSize: 32", "learningRateFactor: 2.15 }", recipe])
    expect(program.includes(part), `the program lacks ${part}:\n${program}`);
  writeFileSync(path.join(folder, "train.mjs"), program);
  linkPackages(folder);
  const said = await node(["train.mjs"], folder);
  const again = Number(/accuracy: ([\d.]+)/.exec(said)?.[1]);
  expect(again > enough, `train.mjs says: ${said}`);
  return `in Node accuracy ${inNode.metrics.accuracy} and loss ${inNode.metrics.loss.toPrecision(4)}, ONNX ${onnx}, train.mjs comes to ${again}`;
}

/** Runs a program from sources. @param {readonly string[]} args @param {string} cwd */
function node(args, cwd) {
  const from = ["--conditions=@blockzoo/source", "--import", "tsx"];
  return run(process.execPath, [...from, ...args], { cwd, timeoutSeconds: 600 });
}

/**
 * What the network in ONNX says of a picture of a seven is what the command says of it by the weights.
 * @param {InferenceSession} network @param {{ recipe: string, weights: string }} options
 */
async function agreesOnPicture(network, { recipe, weights }) {
  const { width, height, channels, data } = decode(readFileSync(seven));
  const input = new Tensor("uint8", Uint8Array.from(data), [1, height, width, channels]);
  const { label, probabilities } = await network.run({ [String(network.inputNames[0])]: input });
  const [variant = ""] = recipe.split(".");
  const answer = await blockzoo("predict", variant, "--weights", weights, "--input", seven, "--top", "10");
  /** @type {readonly { label: string, probability: number }[]} */
  const expected = answer.predictions[0];
  expect(label?.data[0] === expected[0]?.label, `ONNX reads ${label?.data[0]}, the command ${expected[0]?.label}`);
  // The labels are the digits, in their order.
  const apart = expected.map((each) => Math.abs(each.probability - Number(probabilities?.data[Number(each.label)])));
  const difference = Math.max(...apart);
  expect(difference <= tolerance, `the network in ONNX is ${difference} apart from the weights`);
  return `apart by ${difference.toExponential(1)}`;
}

/**
 * What the network in ONNX says of held-out samples is what the weights say of them.
 * @param {InferenceSession} network
 * @param {{ predicted: readonly string[], samples: { shape: number[], data: number[] } }} inNode
 */
async function agreesOnSamples(network, { predicted, samples: { shape, data } }) {
  const input = new Tensor("float32", Float32Array.from(data), shape);
  const { logits } = await network.run({ [String(network.inputNames[0])]: input });
  const scores = Array.from(/** @type {Float32Array} */ (logits?.data));
  const classes = scores.length / predicted.length;
  const said = predicted.map((_, row) => {
    const own = scores.slice(row * classes, (row + 1) * classes);
    return String(own.indexOf(Math.max(...own)));
  });
  expect(String(said) === String(predicted), `ONNX reads ${said}, the weights ${predicted}`);
  return `the same of ${said.length} samples`;
}
