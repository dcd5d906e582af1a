import {
  countParameters,
  evaluate,
  initialize,
  ndarray,
  RandomStream,
  referenceBackend,
  tensor,
  type NDArray,
} from "@blockzoo/core";
import { ctc, SpeechModel, type SpeechLabels } from "@blockzoo/ctc";
import { inferenceGraph, sizedFor } from "@blockzoo/family";
import { describe, expect, it } from "vitest";

const variant = ctc.variants["ctc-digits"];
const { task } = variant;
const letters: SpeechLabels = {
  sampleRate: 16_000,
  vocabulary: { tokenizer: "characters", tokens: ["<blank>", "a", "b"], special: { blank: "<blank>" } },
};

const digits: SpeechLabels = {
  sampleRate: 8000,
  vocabulary: {
    tokenizer: "characters",
    tokens: ["<blank>", ...Array.from("0123456789")],
    special: { blank: "<blank>" },
  },
};

describe("the meaning of weights that transcribe", () => {
  it("survives JSON, and is checked against the network", () => {
    expect(task.parseMeaning(JSON.parse(JSON.stringify(letters)), "x")).toEqual(letters);
    expect(() => task.checkMeaning!(letters, variant, "x")).toThrow("x: has 3 tokens for 11 classes: name each once");
    expect(() => task.checkMeaning!(letters, sizedFor(variant, letters), "x")).not.toThrow();
  });

  const { vocabulary } = letters;
  it.each([
    [[], "x: expected a record, found a list"],
    [{ vocabulary }, "x: sampleRate: expected a number from 4000 to 192000, found undefined"],
    [{ ...letters, sampleRate: 1e12 }, "x: sampleRate: expected a number from 4000 to 192000, found 1000000000000"],
    [{ sampleRate: 8000 }, "x: vocabulary: is missing, expected an object"],
    [
      { ...letters, vocabulary: { ...vocabulary, special: {} } },
      'expected the blank as its first token, found "<blank>"',
    ],
    [{ ...letters, vocabulary: { ...vocabulary, special: { blank: "b" } } }, "expected the blank as its first token"],
  ])("is refused where it is %j", (value, message) => {
    expect(() => task.parseMeaning(value, "x")).toThrow(message);
  });
});

describe("the network for digits", () => {
  it("has a quarter of the steps, and as many parameters as were counted by hand", () => {
    // Two convolutions of width 5, two directions of an LSTM with two biases, a linear layer.
    const convolutions = 5 * 40 * 96 + 96 + 5 * 96 * 96 + 96;
    const recurrent = 2 * 4 * 96 * (96 + 96 + 2);
    expect(countParameters(variant.create())).toBe(convolutions + recurrent + (192 + 1) * 11);
    const sized = sizedFor(variant, letters);
    expect(sized.params).toBe(convolutions + recurrent + (192 + 1) * 3);
    const { outputs } = inferenceGraph(sized);
    expect(outputs.map(({ name, tensor }) => [name, tensor.shape.at(-1)])).toEqual([
      ["logits", 3],
      ["steps", "N"],
    ]);
  });

  it("hears the same in a loud sound, and from another microphone's channels", async () => {
    const weights = initialize(variant.create(), { seed: 3 });
    const use = await ctc.use("ctc-digits", { weights, meaning: digits, backend: referenceBackend() });
    const samples = new RandomStream(0, "sound").fillNormal(new Float32Array(3000), 0, 0.02);
    const quiet = await use.transcribe({ samples, sampleRate: 8000 });
    const loud = samples.map((value) => 30 * value);
    const both = ndarray(Float32Array.from([...loud, ...loud]), [2, 3000]);
    const heard = await use.transcribe({ samples: both, sampleRate: 8000 });
    expect(heard.text).toBe(quiet.text);
    expect(quiet.posteriors.shape).toEqual([9, 11]);
    quiet.posteriors.data.forEach((value, index) => expect(heard.posteriors.data[index]).toBeCloseTo(value, 4));
    await expect(use.transcribe({ samples: samples.slice(0, 150), sampleRate: 8000 })).rejects.toThrow(
      "the sound: lasts 0.0187 s, expected 0.025 to 600 s",
    );
    use.dispose();
  });
});

describe("a speech model", () => {
  const model = new SpeechModel({ sampleRate: 4000, bands: 6, classes: 4, hidden: 5, channels: 6 });
  const run = (samples: NDArray, lengths: readonly number[]) =>
    evaluate(() => model.forward(tensor(samples), tensor([...lengths], "int32")), { model, seed: 2 });

  it("gives each sound of a padded batch what it gives alone", async () => {
    const lengths = [900, 500, 120];
    const samples = new RandomStream(1, "sounds").fillNormal(new Float64Array(3 * 900), 0, 0.1);
    const together = await run(ndarray(samples, [3, 900]), lengths);
    const counted = await evaluate(() => model.stepsOf(tensor(lengths, "int32")));
    expect([...together.steps.data]).toEqual([...counted.data]);
    const [, longest, classes] = together.logits.shape as [number, number, number];
    for (const [sound, length] of lengths.entries()) {
      const alone = await run(ndarray(samples.slice(900 * sound, 900 * sound + length), [1, length]), [length]);
      expect(alone.logits.shape).toEqual([1, together.steps.data[sound], classes]);
      alone.logits.data.forEach((value, index) =>
        expect(together.logits.data[sound * longest * classes + index]).toBeCloseTo(value, 9),
      );
    }
  });

  it("says what is too short to be heard", async () => {
    await expect(run(ndarray(new Float32Array(99), [1, 99]), [99])).rejects.toThrow(
      "a sound of 99 samples is shorter than a frame, 100 samples",
    );
  });
});
