import { check, checkOptions, type NDArray, type OptionNames } from "@blockzoo/core";
import { decodeText, encodeText, type Vocabulary } from "@blockzoo/data/text";
import type { Disposable, TaskParts } from "@blockzoo/family";
import { beamSearch, greedy } from "../decoding/index.js";
import { endsOf, type Languages } from "./languages.js";
import { lengthFor, readSources } from "./read-sources.js";

/** How a translation is searched for, see `beamSearch` of `@blockzoo/tasks/decoding`. */
export interface TranslateOptions {
  /** How many translations are followed side by side. Default 4. */
  readonly beams?: number;
  /** The larger, the more longer translations are favoured. Default 0.6, with which `luong-translator.tatoeba` does better than without. */
  readonly lengthPenalty?: number;
  /** The larger, the more those lose that leave parts of the source out; for networks with attention. Default 0. */
  readonly coveragePenalty?: number;
  /** The tokens of a translation at most, its end counted. Default 10 more than twice those of the source. */
  readonly maximumLength?: number;
}

/** What is done where nobody says it. */
export const searchDefaults = { beams: 4, lengthPenalty: 0.6, coveragePenalty: 0 } as const satisfies TranslateOptions;

const optionNames: OptionNames<TranslateOptions> = {
  beams: true,
  lengthPenalty: true,
  coveragePenalty: true,
  maximumLength: true,
};

/** A translation that was found, and how it is ranked. */
export interface RankedTranslation {
  readonly text: string;
  /** Its log probability divided by its length penalty, and its coverage penalty. */
  readonly score: number;
}

export interface Translation extends RankedTranslation {
  /**
   * How much of each token of the source was looked at for each of the translation: float32 [tokens, source tokens]; of networks
   * with attention.
   */
  readonly alignment?: NDArray;
  /** What the network read, the end token too. */
  readonly sourceTokens: readonly string[];
  /** What it wrote, with the end token where it came to one. */
  readonly tokens: readonly string[];
  /** All that were found, the best first. */
  readonly beams: readonly RankedTranslation[];
}

/** Says a sentence in another language. */
export interface Translator extends Disposable {
  /**
   * Translates one sentence.
   *
   * @param text white space at its ends, and runs of it, count as one space
   * @throws BlockzooError where there is nothing to translate, or a token is unknown and the vocabulary has no token for such
   * @example (await translator.translate("¿Dónde está Tom?")).text // "Where is Tom?"
   */
  translate(text: string, options?: TranslateOptions): Promise<Translation>;
  /** Translates sentences in one batch, by the best token at each place: faster, and a little worse. */
  translateAll(texts: readonly string[], options?: Pick<TranslateOptions, "maximumLength">): Promise<string[]>;
}

export function translator({ networks, meaning, dispose }: TaskParts<Languages, "encode" | "decode">): Translator {
  const { source, target } = meaning;
  const { end } = endsOf(meaning);
  return {
    async translate(text, options = {}) {
      checkOptions("translate", options, optionNames);
      const read = encodeSentence(source, text);
      const { maximumLength: length = lengthFor(read), ...search } = { ...searchDefaults, ...options };
      const { stepper, start } = await readSources({ networks, meaning }, [read]);
      const found = await beamSearch(stepper, { ...search, start, end, length });
      const ranked = found.map(({ tokens, score }) => ({ text: decodeText(target, tokens), score }));
      const [{ tokens, attention }] = found as [(typeof found)[number]];
      return {
        ...ranked[0]!,
        ...(attention && { alignment: attention }),
        sourceTokens: namesOf(source, read),
        tokens: namesOf(target, tokens),
        beams: ranked,
      };
    },
    async translateAll(texts, options = {}) {
      checkOptions("translateAll", options, { maximumLength: true });
      if (texts.length === 0) return [];
      const read = texts.map((text) => encodeSentence(source, text));
      const { maximumLength: length = Math.max(...read.map(lengthFor)) } = options;
      const { stepper, start } = await readSources({ networks, meaning }, read);
      const found = await greedy(stepper, { start, end, length });
      return found.map(({ tokens }) => decodeText(target, tokens));
    },
    dispose,
  };
}

/** The ids of a sentence's tokens, with the ends that the vocabulary has. */
function encodeSentence(vocabulary: Vocabulary, text: string): Int32Array {
  const sentence = text.trim().replaceAll(/\s+/gu, " ");
  check(sentence !== "", () => "translate: there is nothing to translate, the text is empty");
  return encodeText(vocabulary, sentence, { ends: true, name: `translate: ${JSON.stringify(shortened(sentence))}` });
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}

function namesOf({ tokens }: Vocabulary, ids: Int32Array): string[] {
  return Array.from(ids, (id) => tokens[id]!);
}
