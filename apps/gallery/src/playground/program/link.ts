import { BlockzooError, check, parseRecord, parseString } from "@blockzoo/core";
import { mainFile, type Program } from "./program.js";

/** Characters of a program in a link, so that one that says little of itself cannot fill the memory. */
const longest = 1_000_000;

/** A program as a text for an address: its JSON, deflated, in base64 for addresses. */
export async function encodeProgram(program: Program): Promise<string> {
  const packed = await through(new CompressionStream("deflate-raw"), new TextEncoder().encode(JSON.stringify(program)));
  const base64 = btoa(Array.from(packed, (byte) => String.fromCharCode(byte)).join(""));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/**
 * The program that {@link encodeProgram} wrote.
 *
 * @throws BlockzooError where the text is something else, or spoiled
 */
export async function decodeProgram(text: string): Promise<Program> {
  let json: string;
  try {
    const packed = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) =>
      letter.charCodeAt(0),
    );
    json = new TextDecoder().decode(await through(new DecompressionStream("deflate-raw"), packed));
  } catch (cause) {
    if (cause instanceof BlockzooError) throw cause;
    throw new BlockzooError("the program in this link is damaged: was all of the address copied?", { cause });
  }
  return parseProgram(JSON.parse(json));
}

function parseProgram(value: unknown): Program {
  const where = "the program in this link";
  const { title, files } = parseRecord(value, where);
  const texts = Object.entries(parseRecord(files, `${where}: its files`)).map(
    ([name, text]) => [name, parseString(text, `${where}: ${name}`)] as const,
  );
  check(
    texts.every(([name]) => /^[\w-][\w./-]*\.ts$/.test(name)) && texts.some(([name]) => name === mainFile),
    () =>
      `${where}: expected TypeScript files, ${mainFile} among them, found ${texts.map(([name]) => name).join(", ")}`,
  );
  return {
    title: parseString(title, `${where}: its title`),
    files: Object.fromEntries(texts),
  };
}

async function through(stream: CompressionStream | DecompressionStream, bytes: Uint8Array): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(stream).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    check(
      size <= longest,
      () => `the program in this link has more than ${longest.toLocaleString("en-US")} characters`,
    );
    parts.push(value);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
