// A page that is followed step by step: its commands, the files it asks the reader to write, and its programs, in order.

/**
 * A command is a line of a block in sh, a file a block marked "file=src/net.ts", a program any other block in ts.
 * @typedef {object} Step
 * @property {"command" | "file" | "program"} kind
 * @property {string} text
 * @property {string} path of a file; "" for others
 * @property {string} place "docs/guide/train.md:12", where it stands
 */

/**
 * The steps of a page. Blocks in other languages, and those marked "fragment", are for reading.
 * @param {string} markdown
 * @param {string} document
 * @returns {Step[]}
 */
export function stepsOf(markdown, document) {
  return [...markdown.matchAll(/^(`{3,})(\w+)([^\n`]*)\n([\s\S]*?)^\1$/gm)].flatMap((match) => {
    const [, , language, mark = "", text = ""] = match;
    const line = markdown.slice(0, match.index).split("\n").length + 1;
    const path = /\bfile=(\S+)/.exec(mark)?.[1];
    const place = `${document}:${line}`;
    if (path !== undefined) return [{ kind: /** @type {const} */ ("file"), text, path, place }];
    if (/\bfragment\b/.test(mark)) return [];
    if (language === "ts") return [{ kind: /** @type {const} */ ("program"), text, path: "", place }];
    return language === "sh" ? commandsOf(text, document, line) : [];
  });
}

/**
 * @param {string} text
 * @param {string} document
 * @param {number} first
 * @returns {Step[]}
 */
function commandsOf(text, document, first) {
  return text.split("\n").flatMap((row, index) => {
    const command = row.replace(/\s+#.*$/, "").trim();
    if (command === "" || command.startsWith("#")) return [];
    return [{ kind: /** @type {const} */ ("command"), text: command, path: "", place: `${document}:${first + index}` }];
  });
}
