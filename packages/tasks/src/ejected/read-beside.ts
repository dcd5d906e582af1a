/** The bytes of a file that lies beside the program, in Node and in a page. */
export async function readBeside(file: URL): Promise<Uint8Array> {
  if (file.protocol === "file:") {
    // Node. Bundlers for the web do not look for a module whose name is not written out.
    const name = "node:fs/promises";
    const fs = (await import(/* @vite-ignore */ name)) as { readFile(file: URL): Promise<Uint8Array> };
    return fs.readFile(file);
  }
  const response = await fetch(file);
  if (!response.ok) throw new Error(`${file.href}: ${response.status} ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** The value in a JSON file that lies beside the program. */
export async function readJson<Value>(file: URL): Promise<Value> {
  return JSON.parse(new TextDecoder().decode(await readBeside(file))) as Value;
}
