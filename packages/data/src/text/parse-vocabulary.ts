import { BlockzooError, check } from "@blockzoo/core";
import { tokenizers, type TokenizerName } from "./tokenizers.js";
import { specialRoles, type Vocabulary } from "./vocabulary.js";

/**
 * A vocabulary that was read, from the JSON of a weights file for example, checked.
 *
 * @param options what errors call it, `"vocabulary"` by default
 * @throws BlockzooError that says where it is no vocabulary, what was found and what was expected
 *
 * @example
 * parseVocabulary(JSON.parse(text), { name: "digits.json: vocabulary" });
 */
export function parseVocabulary(value: unknown, { name = "vocabulary" }: { readonly name?: string } = {}): Vocabulary {
  const { tokenizer, lowercase, tokens, special, ...others } = recordOf(value, name);
  check(
    Object.keys(others).length === 0,
    () => `${name}.${Object.keys(others)[0]}: is not known, expected tokenizer, lowercase, tokens and special`,
  );
  check(
    lowercase === undefined || typeof lowercase === "boolean",
    () => `${name}.lowercase: is ${show(lowercase)}, expected true or false`,
  );
  const checked = tokensOf(tokens, `${name}.tokens`);
  return {
    tokenizer: tokenizerOf(tokenizer, `${name}.tokenizer`),
    ...(lowercase !== undefined && { lowercase }),
    tokens: checked,
    special: specialOf(special, new Set(checked), `${name}.special`),
  };
}

function tokenizerOf(value: unknown, where: string): TokenizerName {
  const names = Object.keys(tokenizers) as TokenizerName[];
  const found = names.find((name) => name === value);
  if (found === undefined) throw new BlockzooError(`${where}: is ${show(value)}, expected one of ${names.join(", ")}`);
  return found;
}

function tokensOf(value: unknown, where: string): string[] {
  if (!Array.isArray(value)) throw new BlockzooError(`${where}: is ${show(value)}, expected an array of texts`);
  const places = new Map<string, number>();
  return value.map((token: unknown, place) => {
    check(
      typeof token === "string" && token !== "",
      () => `${where}[${place}]: is ${show(token)}, expected a text that is not empty`,
    );
    const before = places.get(token);
    check(
      before === undefined,
      () => `${where}[${place}]: is ${show(token)}, as is [${before}]: each token has one id`,
    );
    places.set(token, place);
    return token;
  });
}

function specialOf(value: unknown, tokens: ReadonlySet<string>, where: string): Vocabulary["special"] {
  const entries = Object.entries(recordOf(value, where)).map(([key, token]) => {
    const role = specialRoles.find((known) => known === key);
    check(role !== undefined, () => `${where}.${key}: is not known, expected ${specialRoles.join(", ")}`);
    check(
      typeof token === "string" && tokens.has(token),
      () => `${where}.${key}: is ${show(token)}, which is not among the tokens`,
    );
    return [role, token] as const;
  });
  check(
    new Set(entries.map(([, token]) => token)).size === entries.length,
    () => `${where}: two roles have one token, found ${show(value)}`,
  );
  return Object.fromEntries(entries);
}

function recordOf(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new BlockzooError(`${where}: is ${show(value)}, expected an object`);
}

/** A value in an error, of a length that can be read. */
function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "missing";
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
