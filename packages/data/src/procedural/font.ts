/** Characters of a dot-matrix font of 5 columns and 7 rows, drawn for this package. */
const DRAWINGS = {
  digits: {
    0: [".###.", "#...#", "#..##", "#.#.#", "##..#", "#...#", ".###."],
    1: ["..#..", ".##..", "..#..", "..#..", "..#..", "..#..", ".###."],
    2: [".###.", "#...#", "....#", "...#.", "..#..", ".#...", "#####"],
    3: ["#####", "...#.", "..#..", "...#.", "....#", "#...#", ".###."],
    4: ["...#.", "..##.", ".#.#.", "#..#.", "#####", "...#.", "...#."],
    5: ["#####", "#....", "####.", "....#", "....#", "#...#", ".###."],
    6: ["..##.", ".#...", "#....", "####.", "#...#", "#...#", ".###."],
    7: ["#####", "....#", "...#.", "..#..", ".#...", ".#...", ".#..."],
    8: [".###.", "#...#", "#...#", ".###.", "#...#", "#...#", ".###."],
    9: [".###.", "#...#", "#...#", ".####", "....#", "...#.", ".##.."],
  },
  letters: {
    A: [".###.", "#...#", "#...#", "#####", "#...#", "#...#", "#...#"],
    C: [".###.", "#...#", "#....", "#....", "#....", "#...#", ".###."],
    E: ["#####", "#....", "#....", "####.", "#....", "#....", "#####"],
    F: ["#####", "#....", "#....", "####.", "#....", "#....", "#...."],
    H: ["#...#", "#...#", "#...#", "#####", "#...#", "#...#", "#...#"],
    K: ["#...#", "#..#.", "#.#..", "##...", "#.#..", "#..#.", "#...#"],
    L: ["#....", "#....", "#....", "#....", "#....", "#....", "#####"],
    N: ["#...#", "##..#", "#.#.#", "#.#.#", "#..##", "#...#", "#...#"],
    P: ["####.", "#...#", "#...#", "####.", "#....", "#....", "#...."],
    T: ["#####", "..#..", "..#..", "..#..", "..#..", "..#..", "..#.."],
  },
} as const;

export const FONT_COLUMNS = 5;
export const FONT_ROWS = 7;

/** The digits, or ten letters that are none of them in disguise. */
export type Alphabet = keyof typeof DRAWINGS;

/** A character, and its 7 x 5 dots, row by row, 1 for ink. */
export interface Character {
  readonly label: string;
  readonly dots: Uint8Array;
}

export const alphabets: Readonly<Record<Alphabet, readonly Character[]>> = {
  digits: charactersOf(DRAWINGS.digits),
  letters: charactersOf(DRAWINGS.letters),
};

function charactersOf(drawings: Readonly<Record<string, readonly string[]>>): Character[] {
  return Object.entries(drawings).map(([label, rows]) => ({
    label,
    dots: Uint8Array.from(rows.join(""), (dot) => (dot === "#" ? 1 : 0)),
  }));
}
