import type { Languages } from "@blockzoo/tasks/translation";

const padding = "<padding>";
const letters = "abcdefghijkl".split("");

/** Words of twelve letters, and what is said of them, in the same letters: "abc" and "cba". */
export const twelveLetters: Languages = {
  source: { tokenizer: "characters", tokens: [padding, ...letters], special: { padding } },
  target: {
    tokenizer: "characters",
    tokens: [padding, "<begin>", "<end>", ...letters],
    special: { padding, begin: "<begin>", end: "<end>" },
  },
};
