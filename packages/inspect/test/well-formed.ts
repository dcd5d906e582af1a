/** Checks that a text is well-formed XML, as far as our drawings use it, and gives the names of its elements. */
export function elementsOf(xml: string): string[] {
  const open: string[] = [];
  const found: string[] = [];
  const pattern = /<(\/?)([a-zA-Z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
  for (let at = 0; at < xml.length; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const match = pattern.exec(xml);
    if (match === null) throw new Error(`not well-formed at ${at}: ${xml.slice(at, at + 60)}`);
    const [, closing, name, attributes = "", selfClosing, text = ""] = match;
    const loose = /&(?!(amp|lt|gt|quot|#39);)|[^\t\n\r\u0020-\ufffd\u{10000}-\u{10ffff}]/u.exec(attributes + text);
    if (loose !== null) throw new Error(`unescaped character in ${attributes}${text}`);
    if (name === undefined) continue;
    if (closing === "/") {
      if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
    } else {
      found.push(name);
      if (selfClosing === "") open.push(name);
    }
  }
  if (open.length > 0) throw new Error(`left open: ${open.join(", ")}`);
  return found;
}

/** A label that tries everything at once. */
export const hostile = `</text><script>alert("1" & '2')</script>]]>\u0000\ud800`;
