/** A file with the place that it had in a folder. */
export interface PlacedFile {
  /** `pets/cats/1.png` */
  readonly path: string;
  readonly file: File;
}

/** Files by the folder that they lie in, which is their class; what lies in none is left out, as is what systems hide. */
export function byFolder(files: readonly PlacedFile[]): ReadonlyMap<string, readonly File[]> {
  const classes = new Map<string, File[]>();
  for (const { path, file } of files) {
    const parts = path.split("/").filter(Boolean);
    const folder = parts.at(-2);
    if (folder === undefined || parts.some((part) => part.startsWith("."))) continue;
    classes.set(folder, [...(classes.get(folder) ?? []), file]);
  }
  return classes;
}

/** The files that were dropped, those in folders too. */
export async function droppedFiles(items: DataTransferItemList): Promise<readonly PlacedFile[]> {
  const entries = Array.from(items).flatMap((item) => item.webkitGetAsEntry() ?? []);
  return (await Promise.all(entries.map((entry) => filesIn(entry)))).flat();
}

async function filesIn(entry: FileSystemEntry): Promise<readonly PlacedFile[]> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ path: entry.fullPath, file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: FileSystemEntry[] = [];
  // A reader gives a hundred at a time.
  for (;;) {
    const next = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (next.length === 0) break;
    found.push(...next);
  }
  return (await Promise.all(found.map((each) => filesIn(each)))).flat();
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}
