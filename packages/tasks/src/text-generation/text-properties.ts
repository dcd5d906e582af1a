/** What can be said of each character of a text, as a number from -1 to 1. */
export interface TextProperty {
  /** `"follows how far the line is"` without the first word. */
  readonly name: string;
  /** What -1 and 1 mean. */
  readonly ends: readonly [negative: string, positive: string];
  /** One value for each character. */
  along(text: readonly string[]): readonly number[];
}

/** From -1 for what does not hold to 1 for what holds. */
const sign = (holds: boolean) => (holds ? 1 : -1);

/**
 * What units of networks that write were seen to follow.
 *
 * A. Karpathy, J. Johnson, L. Fei-Fei, "Visualizing and understanding recurrent networks", 2015, section 4.2.
 */
export const textProperties: readonly TextProperty[] = [
  {
    name: "how long the line is so far",
    ends: ["beginning", "60 characters and more"],
    along(text) {
      let length = 0;
      return text.map((character) => {
        length = character === "\n" ? 0 : length + 1;
        return Math.min(1, length / 30 - 1);
      });
    },
  },
  {
    name: "lines of one word and a colon, such as the name of a speaker",
    ends: ["elsewhere", "in such a line"],
    along(text) {
      const lines = text.join("").split("\n");
      return lines
        .flatMap((line) => Array.from(`${line}\n`, () => sign(/^\p{Lu}[^:]*:$/u.test(line))))
        .slice(0, text.length);
    },
  },
  {
    name: "what is inside of a word",
    ends: ["between words", "in a word"],
    along: (text) => text.map((character) => sign(/\p{L}/u.test(character))),
  },
  {
    name: "quotes",
    ends: ["outside", "in quotes"],
    along(text) {
      let inside = false;
      return text.map((character) => {
        if (character === '"') inside = !inside;
        return sign(inside);
      });
    },
  },
];
