import { SourceMap } from "node:module";
import { extname } from "node:path";
import { BlockzooError, messageOf } from "@blockzoo/core";
import { transform, type Options } from "sucrase";

/** The text of every file that was transpiled. */
const sources = new Map<string, string>();

/**
 * The code of a TypeScript or JavaScript file without types, its imports as calls of `require`. Lines stay what they are.
 *
 * @throws BlockzooError naming file, line and column of a syntax error
 */
export function transpile(source: string, file: string): string {
  try {
    const { code } = transform(source, optionsFor(file));
    sources.set(file, source);
    return code;
  } catch (error) {
    // Sucrase puts the place behind its message: "Error transforming a.ts: Unexpected token (3:5)".
    const [, message, place] = /^(?:Error transforming .*?: )?(.*?)(?: \((\d+:\d+)\))?$/s.exec(messageOf(error))!;
    throw new BlockzooError(`${file}${place === undefined ? "" : `:${place}`}: ${message}`, { cause: error });
  }
}

/** The first place of a stack that is in transpiled code, if there is one: `/home/me/my-net.ts:12:15`. */
export function firstPlaceIn(stack: string): string | undefined {
  const places = [...sources.keys()].flatMap((file) => {
    const start = stack.indexOf(`${file}:`);
    return start === -1 ? [] : [{ start, length: file.length + 1 }];
  });
  const [first] = places.toSorted((a, b) => a.start - b.start);
  if (first === undefined) return undefined;
  const end = first.start + first.length;
  return stack.slice(first.start, end) + /^[\d:]*\d/.exec(stack.slice(end))?.[0];
}

/** A text, such as an error's, with every `file:line:column` of transpiled code as it is in the file itself. */
export function withOriginalPlaces(text: string): string {
  let original = text;
  for (const [file, source] of sources) {
    if (!text.includes(`${file}:`)) continue;
    const options = { ...optionsFor(file), filePath: file, sourceMapOptions: { compiledFilename: file } };
    const map = new SourceMap(transform(source, options).sourceMap as ConstructorParameters<typeof SourceMap>[0]);
    const [first = "", ...rest] = original.split(`${file}:`);
    const mapped = rest.map((part) =>
      part.replace(/^(\d+):(\d+)/, (place, line, column) => {
        const entry = map.findEntry(Number(line) - 1, Number(column) - 1);
        return "originalLine" in entry ? `${entry.originalLine + 1}:${entry.originalColumn + 1}` : place;
      }),
    );
    original = [first, ...mapped].join(`${file}:`);
  }
  return original;
}

function optionsFor(file: string): Options {
  const isTyped = /^\.[mc]?ts$/.test(extname(file));
  return { transforms: isTyped ? ["typescript", "imports"] : ["imports"], disableESTransforms: true };
}
