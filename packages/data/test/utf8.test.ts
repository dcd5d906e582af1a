import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readTable } from "@blockzoo/data/node";
import { afterAll, beforeAll, expect, it } from "vitest";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "blockzoo-utf8-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(bytes: Uint8Array) {
  const path = join(folder, "table.csv");
  await writeFile(path, bytes);
  return readTable(path);
}

it("reads letters of all lengths, and a replacement character that a file has of its own", async () => {
  const { columns, rows } = await read(new TextEncoder().encode("\uFEFFgröße,\uFFFD,🙂\n1,2,é\n3,4,é\n"));
  expect(columns).toEqual(["größe", "\uFFFD", "🙂"]);
  expect(rows[0]).toEqual(["1", "2", "é"]);
});

it("says at which byte a text is no UTF-8", async () => {
  const latin = new Uint8Array(Buffer.from("größe,b\n1,2\n", "latin1"));
  await expect(read(latin)).rejects.toThrow(
    /table\.csv: is no UTF-8 text at byte 2: expected text that is saved as UTF-8/,
  );
  const behind = new TextEncoder().encode("\uFEFFö,\uFFFD,🙂\n1,2,");
  const cut = Uint8Array.of(...behind, 0xe2, 0x82);
  await expect(read(cut)).rejects.toThrow(`at byte ${behind.length}:`);
});

it("names UTF-16, in which spreadsheets save tables too", async () => {
  const bytes = new Uint8Array(Buffer.from("\uFEFFx\ty\n1\t2\n", "utf16le"));
  await expect(read(bytes)).rejects.toThrow(/table\.csv: begins as UTF-16 does: expected text that is saved as UTF-8/);
});
