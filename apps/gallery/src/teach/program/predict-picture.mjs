// Says what is in a picture: node predict.mjs model.onnx frame.png
import { readFile } from "node:fs/promises";
import path from "node:path";
import { decode as decodePng } from "fast-png";
import { decode as decodeJpeg } from "jpeg-js";
import { InferenceSession, Tensor } from "onnxruntime-web";

const [model, picture] = process.argv.slice(2);
if (model === undefined || picture === undefined) {
  console.error("usage: node predict.mjs model.onnx frame.png");
  process.exit(2);
}
const labels = JSON.parse(await readFile(path.join(path.dirname(model), "labels.json"), "utf8"));
const session = await InferenceSession.create(await readFile(model));
const { width, height, data } = decoded(await readFile(picture));
// Pixels as they are decoded: the model scales and normalises.
const input = new Tensor("uint8", data, [1, height, width, data.length / (width * height)]);
const outputs = await session.run({ [session.inputNames[0]]: input });
const probabilities = Array.from(outputs.probabilities.data);
console.log(JSON.stringify(Object.fromEntries(labels.map((label, index) => [label, probabilities[index]])), null, 2));

function decoded(bytes) {
  const isPng = bytes[0] === 0x89;
  const image = isPng ? decodePng(bytes) : decodeJpeg(bytes, { useTArray: true });
  if (image.depth !== undefined && image.depth !== 8)
    throw new Error(`${picture}: has ${image.depth} bits, expected 8`);
  return { width: image.width, height: image.height, data: new Uint8Array(image.data) };
}
