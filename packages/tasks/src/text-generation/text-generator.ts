import { checkOptions, ndarray } from "@blockzoo/core";
import { decodeText, encodeText, specialId, type Vocabulary } from "@blockzoo/data/text";
import type { Disposable, TaskParts } from "@blockzoo/family";
import { logProbabilitiesAt } from "../decoding/log-probabilities.js";
import { networkStepper } from "../decoding/network-stepper.js";
import { sample, type SampleOptions } from "../decoding/sample.js";
import { promptTokens, tokenBeforeText, type TextVocabulary } from "./text-vocabulary.js";

export interface GenerateOptions extends Pick<SampleOptions, "temperature" | "topK" | "seed" | "signal"> {
  /** How many tokens are written at most. Default 300. */
  readonly length?: number | undefined;
}

/** Goes on with a text. */
export interface TextGenerator extends Disposable {
  /** The tokens that it knows. */
  readonly vocabulary: Vocabulary;
  /**
   * Goes on behind a prompt, piece by piece as tokens are drawn; the prompt is not repeated. It is read in one run. An empty one
   * begins a text: behind the begin token of the vocabulary, else behind the end of a line.
   *
   * @throws BlockzooError where a token of the prompt is not in the vocabulary
   * @example for await (const piece of writer.generate("ROMEO:", { temperature: 0.7, seed: 1 })) process.stdout.write(piece);
   */
  generate(prompt: string, options?: GenerateOptions): AsyncGenerator<string, void, undefined>;
  /**
   * The natural logarithm of how probable it is that a text begins like this. Divided by `-log 2` and by the number of its
   * characters: the bits that each costs.
   */
  logProbability(text: string): Promise<number>;
}

export function textGenerator({
  networks: { forward },
  meaning: { vocabulary },
  dispose,
}: TaskParts<TextVocabulary, "forward">): TextGenerator {
  const stepper = networkStepper(forward);
  const end = vocabulary.special.end === undefined ? undefined : specialId(vocabulary, "end");
  return {
    vocabulary,
    async *generate(prompt, options = {}) {
      checkOptions("generate", options, { length: true, temperature: true, topK: true, seed: true, signal: true });
      const read = promptTokens(vocabulary, prompt);
      const start = await stepper.read(ndarray(read, [1, read.length]), stepper.begin());
      let before = read.at(-1)!;
      for await (const token of sample(stepper, { ...options, length: options.length ?? 300, start, end })) {
        const piece = pieceOf(vocabulary, before, token);
        // Tokens that say nothing, such as that of a beginning, are left out.
        if (piece === "") continue;
        before = token;
        yield piece;
      }
    },
    async logProbability(text) {
      const tokens = encodeText(vocabulary, text, { name: "text" });
      if (tokens.length === 0) return 0;
      const read = Int32Array.from([tokenBeforeText(vocabulary), ...tokens.slice(0, -1)]);
      const said = await forward.outputs({ ...stepper.begin(), tokens: ndarray(read, [1, read.length]) });
      const logits = said[forward.output]!;
      return tokens.reduce((sum, token, at) => sum + logProbabilitiesAt(logits, at).data[token]!, 0);
    },
    dispose,
  };
}

/** What a token adds to a text that ends in the one before: words bring the space between them. */
function pieceOf(vocabulary: Vocabulary, before: number, token: number): string {
  return decodeText(vocabulary, [before, token]).slice(decodeText(vocabulary, [before]).length);
}
