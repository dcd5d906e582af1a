import type { Dirent, Stats } from "node:fs";
import { BlockzooError, check, messageOf } from "@blockzoo/core";
import { fileKind, signatureBytes } from "../images/file-kinds.js";

/** What was passed over in a folder of images, and why. */
export interface LeftOut {
  readonly path: string;
  /** What it is: `"WebP"` or another kind of image that is not read, `"hidden"`, `"other"` ... */
  readonly kind: string;
}

/** What {@link imageFiles} finds. */
export interface ImageFiles {
  readonly images: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

/** What is in a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly path: string;
  /** Of a link, what it leads to. */
  readonly kind: "folder" | "file" | "hidden" | "other";
  readonly isLink: boolean;
}

/** Names that promise an image: a file with one is read or an error, except that its first bytes are of another kind. */
const imageName = /\.(png|jpe?g|jpe|jfif)$/i;

/**
 * The PNG and JPEG files in a folder and the folders below it, by their first bytes, whatever they are called. Names that
 * begin with a dot and `__MACOSX`, which systems and archives leave behind, are passed over. Links are followed; a folder that
 * several lead to is read once.
 *
 * @throws BlockzooError where something cannot be read, or a link leads back to a folder that it lies in
 */
export async function imageFiles(folder: FolderEntry): Promise<ImageFiles> {
  const { dirname, join } = process.getBuiltinModule("node:path");
  const images: string[] = [];
  const leftOut: LeftOut[] = [];
  const read = new Set<string>();
  /** `above` are the folders that lead here, without links in their paths. */
  const walk = async ({ path, name, isLink }: FolderEntry, above: readonly string[]): Promise<void> => {
    const real = isLink ? await realPath(path) : join(above.at(-1)!, name);
    check(
      !isLink || !above.some((upper) => contains(real, upper)),
      () => `${path}: is a link to ${real}, which it lies in, and would be read without end: remove it`,
    );
    if (read.has(real)) return void leftOut.push({ path, kind: "linked twice" });
    read.add(real);
    for (const entry of await entriesOf(path)) {
      if (entry.kind === "folder") await walk(entry, [...above, real]);
      else if (entry.kind !== "file") leftOut.push({ path: entry.path, kind: entry.kind });
      else {
        const kind = await kindOf(entry);
        if (kind === "image") images.push(entry.path);
        else leftOut.push({ path: entry.path, kind });
      }
    }
  };
  await walk(folder, [await realPath(dirname(folder.path))]);
  return { images, leftOut };
}

/** What is in a folder, in the order of the names, whatever the file system's is. */
export async function entriesOf(folder: string): Promise<FolderEntry[]> {
  const { readdir } = process.getBuiltinModule("node:fs/promises");
  const { join } = process.getBuiltinModule("node:path");
  let found: Dirent[];
  try {
    found = await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    throw new BlockzooError(`${folder}: cannot be read as a folder: ${messageOf(cause)}`, { cause });
  }
  const entries: FolderEntry[] = [];
  for (const entry of found.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const { name } = entry;
    const path = join(folder, name);
    const isLink = entry.isSymbolicLink();
    const isHidden = name.startsWith(".") || name === "__MACOSX";
    entries.push({ name, path, isLink, kind: isHidden ? "hidden" : typeOf(isLink ? await targetOf(path) : entry) });
  }
  return entries;
}

/** Counts by kind, as one line: `"5 WebP, 2 hidden"`; nothing where nothing was left out. */
export function summarizeLeftOut(leftOut: readonly LeftOut[]): string {
  const counts = new Map<string, number>();
  for (const { kind } of leftOut) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${count} ${kind}`).join(", ");
}

/** Pipes and devices would be waited for: they are no files. */
function typeOf(entry: Pick<Dirent, "isDirectory" | "isFile">): "folder" | "file" | "other" {
  if (entry.isDirectory()) return "folder";
  return entry.isFile() ? "file" : "other";
}

async function targetOf(path: string): Promise<Stats> {
  try {
    return await process.getBuiltinModule("node:fs/promises").stat(path);
  } catch (cause) {
    throw new BlockzooError(`${path}: cannot be read, or is a link that leads nowhere: ${messageOf(cause)}`, { cause });
  }
}

async function kindOf({ name, path }: FolderEntry): Promise<string> {
  const kind = fileKind(await firstBytes(path));
  if (kind === "PNG" || kind === "JPEG") return "image";
  return kind ?? (imageName.test(name) ? "image" : "other");
}

async function firstBytes(path: string): Promise<Uint8Array> {
  try {
    await using handle = await process.getBuiltinModule("node:fs/promises").open(path);
    const { buffer, bytesRead } = await handle.read(new Uint8Array(signatureBytes), 0, signatureBytes, 0);
    return buffer.subarray(0, bytesRead);
  } catch (cause) {
    throw new BlockzooError(`${path}: cannot be read: ${messageOf(cause)}`, { cause });
  }
}

async function realPath(path: string): Promise<string> {
  try {
    return await process.getBuiltinModule("node:fs/promises").realpath(path);
  } catch (cause) {
    throw new BlockzooError(`${path}: cannot be read: ${messageOf(cause)}`, { cause });
  }
}

/** Whether a path is a folder's or lies in it. */
function contains(folder: string, path: string): boolean {
  const { relative, isAbsolute } = process.getBuiltinModule("node:path");
  const way = relative(folder, path);
  return !isAbsolute(way) && !/^\.\.(?:[/\\]|$)/.test(way);
}
