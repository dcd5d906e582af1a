/** Widths of groups of characters in ems, as in Helvetica and its relatives, rounded up: a box rather has room to spare. */
const widths: readonly (readonly [RegExp, number])[] = [
  [/[ijl|!'.,:;]/, 0.3],
  [/[ frt()[\]{}/\-"]/, 0.4],
  [/[mwMW@%…→]/, 0.95],
  [/[A-Z#&]/, 0.73],
  [/[\u0020-\u024f×·]/, 0.6],
];

/** The width of a text in the font of all drawings, estimated: there is no font to ask where these are made. */
export function textWidth(text: string, size: number): number {
  let ems = 0;
  for (const character of text) ems += widthOf(character);
  return ems * size;
}

function widthOf(character: string): number {
  return widths.find(([group]) => group.test(character))?.[1] ?? 1;
}

/** The text, or as much of its beginning as fits, with an ellipsis. */
export function fitText(text: string, size: number, width: number): string {
  const ellipsis = "…";
  const room = width / size;
  let [ems, end, fitting] = [0, 0, 0];
  for (const character of text) {
    ems += widthOf(character);
    end += character.length;
    if (ems + widthOf(ellipsis) <= room) fitting = end;
    if (ems > room) return `${text.slice(0, fitting)}${ellipsis}`;
  }
  return text;
}
