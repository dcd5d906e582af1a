import { existsSync } from "node:fs";
import { join } from "node:path";
import { decodeText, encodeText, type Vocabulary } from "@blockzoo/data/text";
import { spanishEnglish } from "@blockzoo/seq2seq";
import { learnLanguages } from "@blockzoo/tasks/translation/learning";
import { describe, expect, it } from "vitest";
import { languageOptions, spanishEnglishPairs } from "../recipes/tatoeba-pairs.js";

const folder = process.env.BLOCKZOO_DATA;
const isThere = folder !== undefined && existsSync(join(folder, "tatoeba/spa-eng.zip"));
if (!isThere) console.warn("skipped: no tatoeba/spa-eng.zip; set BLOCKZOO_DATA to a folder that holds it");

describe("the wordpieces of Spanish and English", () => {
  it("write sentences as they are", () => {
    for (const [vocabulary, text] of [
      [spanishEnglish.source, "¿dónde está el niño?"],
      [spanishEnglish.target, "tom doesn't know where zanzibar is."],
    ] as const) {
      expect(decodeText(vocabulary, encodeText(vocabulary, text, { ends: true }))).toBe(text);
    }
  });

  // `npx vitest run -u packages/models/seq2seq/test/spanish-english.test.ts` writes the file anew.
  it.runIf(isThere)("are those that are learned of the pairs to learn from", { timeout: 60_000 }, async () => {
    const { train, test } = await spanishEnglishPairs(folder);
    const letters = ({ source }: { source: string }) =>
      source
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
        .trim();
    const known = new Set(train.map(letters));
    expect(test.filter((pair) => known.has(letters(pair)))).toEqual([]);
    const languages = learnLanguages(train, languageOptions);
    const { source, target, longest } = languages;
    await expect(moduleOf({ source, target, longest: longest! })).toMatchFileSnapshot("../src/spanish-english.ts");
    expect(languages).toEqual(spanishEnglish);
  });
});

function moduleOf({ source, target, longest }: { source: Vocabulary; target: Vocabulary; longest: number }): string {
  return `import type { Languages } from "@blockzoo/tasks/translation";

/** What stands for no piece of text. */
const special = ${fields(source.special)};

/** Wordpieces of Spanish and English, learned of short sentences of Tatoeba: test/spanish-english.test.ts writes this file. */
export const spanishEnglish: Languages = {
  source: {
    tokenizer: "wordpieces",
    lowercase: true,
    tokens: listed(\`
${listed(source)}
\`),
    special,
  },
  target: {
    tokenizer: "wordpieces",
    lowercase: true,
    tokens: listed(\`
${listed(target)}
\`),
    special: { ...special, begin: ${JSON.stringify(target.special.begin)} },
  },
  longest: ${longest},
};

function listed(pieces: string): readonly string[] {
  return pieces.trim().split(/\\s+/);
}
`;
}

function fields(special: Vocabulary["special"]): string {
  return `{ ${Object.entries(special)
    .map(([role, token]) => `${role}: ${JSON.stringify(token)}`)
    .join(", ")} }`;
}

/** Pieces in lines, with spaces between: none has one. */
function listed({ tokens }: Vocabulary): string {
  expect(tokens.filter((token) => /[\s`\\]|\$\{/.test(token))).toEqual([]);
  const lines = [""];
  for (const token of tokens) {
    const line = `${lines.at(-1)!} ${token}`.trim();
    if (line.length > 110) lines.push(token);
    else lines[lines.length - 1] = line;
  }
  return lines.join("\n");
}
