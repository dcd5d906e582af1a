import type { NodeModules } from "./node-modules.js";

/** Whoever holds a lock touches it this often; one that was not touched for long belongs to a process that died. */
const HEARTBEAT = 2_000;
const STALE = 15_000;
const POLL = 100;

interface Locking {
  readonly fs: NodeModules["fs"];
  readonly signal: AbortSignal | undefined;
}

/** Does something while no other process does it: the lock is a file that only one can create. */
export async function withLock<Result>(
  path: string,
  { fs, signal }: Locking,
  action: () => Promise<Result>,
): Promise<Result> {
  while (!(await create(path, fs))) {
    signal?.throwIfAborted();
    await breakStale(path, fs);
    await new Promise((resolve) => setTimeout(resolve, POLL));
  }
  const heartbeat = setInterval(() => void fs.utimes(path, new Date(), new Date()).catch(() => undefined), HEARTBEAT);
  try {
    return await action();
  } finally {
    clearInterval(heartbeat);
    await fs.rm(path, { force: true });
  }
}

async function create(path: string, fs: NodeModules["fs"]): Promise<boolean> {
  try {
    await (await fs.open(path, "wx")).close();
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** Moves a stale lock away before it is removed, so that of several that wait only one removes it. */
async function breakStale(path: string, fs: NodeModules["fs"]): Promise<void> {
  if (!(await isStale(path, fs))) return;
  const grave = `${path}.${globalThis.crypto.randomUUID()}`;
  try {
    await fs.rename(path, grave);
    // Another may have replaced the stale one in between: then this is its lock, and it gets it back.
    if (!(await isStale(grave, fs))) await fs.link(grave, path);
    await fs.rm(grave);
  } catch {
    // Somebody else was faster, and the next round sees what there is.
  }
}

async function isStale(path: string, fs: NodeModules["fs"]): Promise<boolean> {
  const stats = await fs.stat(path).catch(() => undefined);
  return stats !== undefined && Date.now() - stats.mtimeMs > STALE;
}
