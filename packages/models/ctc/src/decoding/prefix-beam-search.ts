import { check, checkOptions, type NDArray } from "@blockzoo/core";
import { bestPathOf } from "./best-path.js";
import { labellingProbability } from "./labelling-probability.js";
import { logAdd, logProbabilities, type DecodingOptions, type LogProbabilities } from "./log-probabilities.js";

/** How {@link prefixBeamSearch} searches. */
export interface BeamOptions extends DecodingOptions {
  /** How many prefixes are kept at each step. Default 16. */
  readonly beamWidth?: number;
  /**
   * What is added to the log-probability for a label behind those before it: a weight times the log-probability of a language
   * model, say, plus a bonus for each label; minus infinity forbids it. By default nothing.
   */
  readonly languageModel?: LanguageModel;
}

/** The score of a label behind those before it. */
export type LanguageModel = (label: number, before: readonly number[]) => number;

/** Labels that a sample may say. */
export interface Hypothesis {
  readonly labels: readonly number[];
  /** The logarithm of the probability of the labels, over all paths. */
  readonly logProbability: number;
  /** The log-probability with that of the language model: what hypotheses are sorted by. */
  readonly score: number;
}

/**
 * Searches the most probable labels: at each step the best prefixes are kept, and paths that give the same prefix count
 * together. Runs on the host. What is found is scored anew over all paths, those that the search has dropped included, and
 * the labels of the best path are among it: so the first is never worse than {@link bestPath}, and with a beam that holds all
 * prefixes it is the best there is.
 *
 * A. Y. Hannun, A. L. Maas, D. Jurafsky, A. Y. Ng, "First-Pass Large Vocabulary Continuous Speech Recognition using
 * Bi-Directional Recurrent DNNs", 2014, arXiv 1408.2873, algorithm 1.
 *
 * Useful for: a network that is in doubt, above all with a language model.
 *
 * @param logits float32 `[N, T, V]`
 * @returns for each sample at most `beamWidth` hypotheses, and one more where the best path is none of them, the best first
 * @example prefixBeamSearch(logits, { lengths, beamWidth: 8 })[0][0].labels
 */
export function prefixBeamSearch(logits: NDArray, options: BeamOptions = {}): Hypothesis[][] {
  checkOptions("prefixBeamSearch", options, { lengths: true, blank: true, beamWidth: true, languageModel: true });
  const { beamWidth = 16, languageModel } = options;
  check(
    Number.isInteger(beamWidth) && beamWidth > 0,
    () => `prefixBeamSearch: the beam width must be a positive whole number, got ${beamWidth}`,
  );
  const { samples, blank } = logProbabilities("prefixBeamSearch", logits, options);
  return samples.map((rows) => {
    const found = search(rows, { blank, beamWidth, languageModel }).map(labelsOf);
    const best = bestPathOf(rows, blank).labels;
    const candidates = found.some((labels) => labels.join() === best.join()) ? found : [...found, best];
    return candidates
      .map((labels) => {
        const logProbability = labellingProbability(rows, labels, blank);
        return { labels, logProbability, score: logProbability + languageScore(labels, languageModel) };
      })
      .toSorted((a, b) => b.score - a.score);
  });
}

/** What a language model says of labels, one after the other. */
function languageScore(labels: readonly number[], model: LanguageModel | undefined): number {
  if (model === undefined) return 0;
  return labels.reduce((sum, label, at) => sum + model(label, labels.slice(0, at)), 0);
}

/** A prefix as its last label and the prefix before that: prefixes share what they have in common. */
interface Prefix {
  readonly label: number;
  readonly before: Prefix | undefined;
  /** Those that are longer by a label; each is one object, so that paths which meet again are counted together. */
  readonly longer: Map<number, Prefix>;
  /** What the language model says of all of its labels. */
  readonly languageScore: number;
}

/** The log-probability of the paths that give a prefix, by how they end. */
interface Ends {
  blank: number;
  label: number;
}

interface SearchOptions {
  readonly blank: number;
  readonly beamWidth: number;
  readonly languageModel: LanguageModel | undefined;
}

function search(rows: LogProbabilities, { blank, beamWidth, languageModel }: SearchOptions): Prefix[] {
  const empty: Prefix = { label: blank, before: undefined, longer: new Map(), languageScore: 0 };
  let beam = new Map<Prefix, Ends>([[empty, { blank: 0, label: -Infinity }]]);
  for (const row of rows) {
    const next = new Map<Prefix, Ends>();
    const endsOf = (prefix: Prefix) => {
      const known = next.get(prefix) ?? { blank: -Infinity, label: -Infinity };
      next.set(prefix, known);
      return known;
    };
    for (const [prefix, ends] of beam) {
      const total = logAdd(ends.blank, ends.label);
      const own = endsOf(prefix);
      own.blank = logAdd(own.blank, total + row[blank]!);
      if (prefix !== empty) own.label = logAdd(own.label, ends.label + row[prefix.label]!);
      row.forEach((logProbability, label) => {
        // The same label again is a new one only behind a blank.
        const isAgain = prefix !== empty && label === prefix.label;
        const gained = (isAgain ? ends.blank : total) + logProbability;
        if (label === blank || gained === -Infinity) return;
        const longer = endsOf(extended(prefix, label, languageModel));
        longer.label = logAdd(longer.label, gained);
      });
    }
    const score = ([prefix, ends]: [Prefix, Ends]) => logAdd(ends.blank, ends.label) + prefix.languageScore;
    const possible = [...next]
      .map((entry) => ({ entry, score: score(entry) }))
      .filter((each) => each.score > -Infinity)
      .toSorted((a, b) => b.score - a.score);
    beam = new Map(possible.slice(0, beamWidth).map(({ entry }) => entry));
  }
  return [...beam.keys()];
}

function extended(prefix: Prefix, label: number, languageModel: LanguageModel | undefined): Prefix {
  const known = prefix.longer.get(label);
  if (known !== undefined) return known;
  // Without a model no prefix is spelled out: of a long sound there are many long ones.
  const gained = languageModel === undefined ? 0 : languageModel(label, labelsOf(prefix));
  const longer = { label, before: prefix, longer: new Map(), languageScore: prefix.languageScore + gained };
  prefix.longer.set(label, longer);
  return longer;
}

function labelsOf(prefix: Prefix): number[] {
  const labels: number[] = [];
  for (let each = prefix; each.before !== undefined; each = each.before) labels.push(each.label);
  return labels.toReversed();
}
