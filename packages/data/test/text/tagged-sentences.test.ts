import { ndarray } from "@blockzoo/core";
import { everything } from "@blockzoo/data";
import { buildVocabulary, parseTaggedSentences, taggedDataset } from "@blockzoo/data/text";
import { expect, it } from "vitest";

it("reads tokens and their labels, of more columns the first and the last", () => {
  const conll = "-DOCSTART- -X- -X- O\n\nEU NNP I-NP B-ORG\nrejects VBZ I-VP O\n. . O O\n\n\nPeter NNP I-NP B-PER\n";
  expect(parseTaggedSentences(conll)).toEqual([
    { tokens: ["EU", "rejects", "."], labels: ["B-ORG", "O", "O"] },
    { tokens: ["Peter"], labels: ["B-PER"] },
  ]);
  const tabs = "# text = # one\r\n#\tNUM\r\nNew York\tNOUN\r\n";
  expect(parseTaggedSentences(tabs)).toEqual([{ tokens: ["#", "New York"], labels: ["NUM", "NOUN"] }]);
});

it("names the line that has no label", () => {
  const read = (text: string) => () => parseTaggedSentences(text, { name: "pos.txt" });
  expect(read("It\tPRON\nworks\n")).toThrow('pos.txt: line 2: expected a token, a tab and its label, found "works"');
  expect(read("It\tPRON\nworks\t\n")).toThrow("pos.txt: line 2: expected a token, a tab and its label");
  expect(read("It\tPRON\nworks\tVERB\tO\n")).toThrow("pos.txt: line 2: has 3 columns, the first line has 2");
  expect(read("\n\n")).toThrow("pos.txt: is empty");
});

it("makes padded batches of tokens and labels", () => {
  const sentences = parseTaggedSentences("It\tPRON\nworks\tVERB\n\nStop\tVERB\n");
  const vocabulary = buildVocabulary(
    sentences.map(({ tokens }) => tokens),
    { special: { padding: "<padding>", unknown: "<unknown>" } },
  );
  const labels = ["PRON", "VERB"];
  expect(everything(taggedDataset({ name: "pos", sentences, labels, vocabulary }))).toEqual({
    x: ndarray([2, 4, 3, 0], [2, 2], "int32"),
    xLengths: ndarray([2, 1], [2], "int32"),
    y: ndarray([0, 1, 1, 0], [2, 2], "int32"),
    yLengths: ndarray([2, 1], [2], "int32"),
  });
  const short = [{ tokens: ["It"], labels: [] }];
  expect(() => taggedDataset({ name: "pos", sentences: short, labels, vocabulary })).toThrow(
    "pos: sentence 0: has 1 tokens and 0 labels",
  );
  expect(() => taggedDataset({ name: "pos", sentences, labels: ["VERB"], vocabulary })).toThrow(
    'pos: sentence 0: sample 0 is of the class "PRON", expected one of VERB',
  );
});
