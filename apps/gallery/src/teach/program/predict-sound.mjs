// Says which of the words a sound is: node predict.mjs model.onnx word.wav
import { readFile } from "node:fs/promises";
import path from "node:path";
import { InferenceSession, Tensor } from "onnxruntime-web";

const sampleRate = 8000;

const [model, sound] = process.argv.slice(2);
if (model === undefined || sound === undefined) {
  console.error("usage: node predict.mjs model.onnx word.wav");
  process.exit(2);
}
const labels = JSON.parse(await readFile(path.join(path.dirname(model), "labels.json"), "utf8"));
const session = await InferenceSession.create(await readFile(model));
const samples = samplesOf(await readFile(sound));
const outputs = await session.run({
  samples: new Tensor("float32", samples, [1, samples.length]),
  lengths: new Tensor("int32", Int32Array.of(samples.length), [1]),
});
const probabilities = Array.from(outputs.probabilities.data);
console.log(JSON.stringify(Object.fromEntries(labels.map((label, index) => [label, probabilities[index]])), null, 2));

/** Of a WAV file with one channel of 16 bits. */
function samplesOf(bytes) {
  const at = (name) => bytes.indexOf(name, 12, "latin1");
  const [format, data] = [at("fmt "), at("data")];
  if (bytes.toString("latin1", 0, 4) !== "RIFF" || format < 0 || data < 0) throw new Error(`${sound}: is no WAV file`);
  const found = [bytes.readUInt16LE(format + 10), bytes.readUInt32LE(format + 12), bytes.readUInt16LE(format + 22)];
  if (found.join() !== [1, sampleRate, 16].join()) {
    throw new Error(
      `${sound}: has ${found[0]} channels, ${found[1]} samples a second of ${found[2]} bits, expected 1, ${sampleRate}, 16: ` +
        `ffmpeg -i ${sound} -ac 1 -ar ${sampleRate} -sample_fmt s16 word.wav`,
    );
  }
  const length = Math.min(bytes.readUInt32LE(data + 4), bytes.length - data - 8) >> 1;
  return Float32Array.from({ length }, (_, index) => bytes.readInt16LE(data + 8 + 2 * index) / 2 ** 15);
}
