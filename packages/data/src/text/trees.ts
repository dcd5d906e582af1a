import { check } from "@blockzoo/core";
import { linesOf, type Line } from "./lines.js";

/** A phrase of a tree: a leaf has one token, others are made of the phrases below. */
export interface TreeNode {
  readonly label: string;
  /** The tokens `start` to `end - 1` of the tree. */
  readonly start: number;
  readonly end: number;
  /** The nodes right below, by their indices in the tree; none of a leaf. */
  readonly children: readonly number[];
}

/** A sentence whose phrases are labelled. */
export interface LabelledTree {
  /** The sentence. */
  readonly tokens: readonly string[];
  /** All phrases, each behind those it is made of; the last is the whole sentence. */
  readonly nodes: readonly TreeNode[];
}

/** The label of the whole sentence. */
export function rootLabel({ nodes }: LabelledTree): string {
  return nodes.at(-1)!.label;
}

/**
 * Reads trees in the bracket format of the Penn Treebank, one a line, as the Stanford Sentiment Treebank has them. Tokens stay as
 * they are written: `-LRB-` for a bracket, `\/` for a stroke.
 *
 * R. Socher, A. Perelygin, J. Wu, J. Chuang, C. Manning, A. Ng, C. Potts, "Recursive Deep Models for Semantic Compositionality
 * Over a Sentiment Treebank", 2013.
 *
 * @throws BlockzooError with the line and the column where brackets do not fit, a label or a token is missing
 *
 * @example
 * const [tree] = parseTrees("(3 (2 It) (4 works))");
 * tree.tokens;       // ["It", "works"]
 * tree.nodes[2];     // { label: "3", start: 0, end: 2, children: [0, 1] }
 */
export function parseTrees(text: string, { name = "trees" }: { readonly name?: string } = {}): LabelledTree[] {
  return linesOf(text, name).map(parseTree);
}

/** A phrase whose closing bracket is still to come. */
interface OpenNode {
  /** Not there right after the opening bracket. */
  label?: string;
  readonly start: number;
  readonly children: number[];
}

/** A bracket, a label or a token. Only spaces and tabs divide: a token may have spaces in it that do not break. */
const PART = /[()]|[^ \t()]+/g;

function parseTree({ text, where }: Line): LabelledTree {
  const tokens: string[] = [];
  const nodes: TreeNode[] = [];
  // A stack, since trees may be deeper than functions may call themselves.
  const open: OpenNode[] = [];
  for (const { 0: part, index } of text.matchAll(PART)) {
    const expect = (fits: unknown, otherwise: string) =>
      check(fits, () => `${where}, column ${index + 1}: ${otherwise}, found ${JSON.stringify(part)}`);
    const top = open.at(-1);
    expect(nodes.length === 0 || top !== undefined, "expected the end of the line behind its tree");
    if (top === undefined) {
      expect(part === "(", "expected the opening bracket of a tree");
      open.push({ start: 0, children: [] });
    } else if (top.label === undefined) {
      expect(part !== "(" && part !== ")", "expected the label of a phrase");
      top.label = part;
    } else if (part === ")") {
      expect(tokens.length > top.start, "expected a token or a phrase");
      open.pop();
      const { label, start, children } = top;
      open.at(-1)?.children.push(nodes.length);
      nodes.push({ label, start, end: tokens.length, children });
    } else {
      const isLeaf = tokens.length > top.start && top.children.length === 0;
      expect(!isLeaf, "expected the end of a phrase of one token");
      expect(part === "(" || top.children.length === 0, "expected a phrase, in brackets, beside others");
      if (part === "(") open.push({ start: tokens.length, children: [] });
      else tokens.push(part);
    }
  }
  check(open.length === 0, () => `${where}: ${open.length} brackets are not closed at its end`);
  return { tokens, nodes };
}
