import { check, describeType, parseRecord } from "@blockzoo/core";
import { parseVocabulary, specialId, type Vocabulary } from "@blockzoo/data/text";
import { inferenceGraph, type Variant } from "@blockzoo/family";

/** What weights say that translate: how sentences become tokens, and tokens sentences. */
export interface Languages {
  /** Of what is translated. */
  readonly source: Vocabulary;
  /** Of what it becomes; it has tokens that begin and end a sentence. */
  readonly target: Vocabulary;
  /** The tokens of the longest source that was learned from. */
  readonly longest?: number;
}

/** @throws BlockzooError where a value of unknown origin is not what networks that translate need to know */
export function parseLanguages(value: unknown, where: string): Languages {
  const { source, target, longest } = parseRecord(value, where);
  check(
    longest === undefined || (typeof longest === "number" && Number.isSafeInteger(longest) && longest > 0),
    () => `${where}: longest: is ${JSON.stringify(longest)}, expected a whole number of tokens`,
  );
  const languages = {
    source: parseVocabulary(source, { name: `${where}: source` }),
    target: parseVocabulary(target, { name: `${where}: target` }),
    ...(longest !== undefined && { longest }),
  };
  for (const role of ["begin", "end"] as const) {
    check(
      languages.target.special[role] !== undefined,
      () => `${where}: target: has no ${role} token, which translations are told by`,
    );
  }
  return languages;
}

/** @throws BlockzooError unless there is a score to each token of the target */
export function checkTokens({ target }: Languages, variant: Variant, where: string): void {
  const { output } = variant.graphs["decode"]!;
  const logits = inferenceGraph(variant, { name: "decode" }).outputs.find(({ name }) => name === output)!.tensor;
  check(
    logits.shape[1] === target.tokens.length,
    () => `${where}: target: has ${target.tokens.length} tokens, but the network gives ${describeType(logits)}`,
  );
}

/** The ids that begin and end a translation. */
export function endsOf({ target }: Languages): { readonly begin: number; readonly end: number } {
  return { begin: specialId(target, "begin"), end: specialId(target, "end") };
}
