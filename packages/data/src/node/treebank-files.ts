import { parseTrees, type LabelledTree } from "../text/trees.js";
import { dataFolder, requireFile } from "./data-folder.js";
import { readText } from "./text-file.js";

const address = "https://nlp.stanford.edu/sentiment/trainDevTestTrees_PTB.zip";

/** What {@link sentimentTreebank} reads. */
export interface SentimentTreebankOptions {
  /** 8,544, 1,101 or 2,210 sentences. */
  readonly split: "train" | "dev" | "test";
  /** The folder that holds the folder `stanford-sentiment-treebank`; `BLOCKZOO_DATA` by default. */
  readonly folder?: string;
}

/** What the labels of {@link sentimentTreebank} mean, from `"0"` to `"4"`. */
export const sentimentLabels = ["very negative", "negative", "neutral", "positive", "very positive"] as const;

/**
 * The Stanford Sentiment Treebank: sentences about films as trees, in which each phrase has a label from `"0"`, very negative, to
 * `"4"`, very positive. It reads the unpacked `train.txt`, `dev.txt` and `test.txt` of the official archive: see `parseTrees`.
 *
 * @throws BlockzooError when a file is missing (it says what to download), or is not what it should be
 *
 * @example
 * const trees = await sentimentTreebank({ split: "train" });
 * const texts = trees.map(({ tokens }) => tokens);
 * const train = textDataset({ name: "sentiment", texts, classes: trees.map(rootLabel), vocabulary });
 */
export async function sentimentTreebank({ split, folder }: SentimentTreebankOptions): Promise<LabelledTree[]> {
  const path = await requireFile(dataFolder(folder), `stanford-sentiment-treebank/${split}.txt`, address);
  return parseTrees(await readText(path), { name: path });
}
