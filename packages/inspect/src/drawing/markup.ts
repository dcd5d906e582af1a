/** Text that is already SVG or HTML. Plain strings are escaped wherever markup is put together, so labels cannot inject. */
export class Markup {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

export type AttributeValue = string | number | undefined;
export type Child = Markup | string;

/**
 * One element. Attributes that are undefined are left out, numbers are rounded to two decimals, so that the same drawing
 * is the same text on every machine. Without children it closes itself; pass `""` for an empty HTML element.
 */
export function element(
  name: string,
  attributes: Readonly<Record<string, AttributeValue>>,
  ...children: readonly Child[]
): Markup {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? decimal(value) : escapeText(value!)}"`)
    .join("");
  if (children.length === 0) return new Markup(`<${name}${written}/>`);
  return new Markup(`<${name}${written}>${markup(...children).text}</${name}>`);
}

/** Several pieces in a row, plain strings escaped. */
export function markup(...children: readonly Child[]): Markup {
  return new Markup(children.map((child) => (child instanceof Markup ? child.text : escapeText(child))).join(""));
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Safe as text and inside a quoted attribute. What XML cannot hold at all, controls and half characters, becomes U+FFFD. */
export function escapeText(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replace(/[&<>"']/g, (character) => entities[character]!);
}

/** At most two decimals, and no negative zero. */
export function decimal(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}
