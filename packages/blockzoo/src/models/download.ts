import { createInterface } from "node:readline/promises";
import { BlockzooError } from "@blockzoo/core";
import { megabytes, type DownloadOptions } from "@blockzoo/weights";
import { note } from "../terminal.js";

/**
 * How the command fetches weights: before a large download it shows size and licence on stderr and asks, where there is
 * somebody to ask; elsewhere `--yes` must have been said. Progress is shown on a terminal.
 */
export function downloadOptions(tag: string, { yes = false }: { yes?: boolean } = {}): DownloadOptions {
  return {
    consent: async ({ message }) => {
      note(message);
      if (yes) return true;
      if (!process.stdin.isTTY || !process.stderr.isTTY) {
        throw new BlockzooError(`a download of this size needs consent: blockzoo weights download ${tag} --yes`);
      }
      return asksYes(`Download it? [y/N] `);
    },
    ...(process.stderr.isTTY && { onProgress: progressLine(tag) }),
  };
}

async function asksYes(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(question)).trim());
  } finally {
    terminal.close();
  }
}

/** One line that is written over, for each percent. */
function progressLine(tag: string): NonNullable<DownloadOptions["onProgress"]> {
  let shown = -1;
  return ({ received, size }) => {
    const percent = Math.floor((100 * received) / size);
    if (percent === shown) return;
    shown = percent;
    process.stderr.write(`\r${tag}: ${percent} % of ${megabytes(size)}${percent === 100 ? "\n" : ""}`);
  };
}
