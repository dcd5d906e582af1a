import { privateCheckpoints, privateRuns, removePrivateCheckpoints } from "@blockzoo/train/browser";
import type { RunPlace, RunUse } from "./run-place.js";

/** The page's private files, which stay when a tab is closed, and locks that all of its tabs know. */
export const browserPlace: RunPlace = {
  store: privateCheckpoints,
  names: privateRuns,
  remove: removePrivateCheckpoints,
  async hold(name, use) {
    const { held = [] } = await navigator.locks.query();
    if (held.some((lock) => lock.name === lockOf(name) && lock.mode === modes.change)) return undefined;
    return new Promise((resolve, reject) => {
      // Who is to change it waits for readers, which end soon; of two tabs that begin at once, one waits for the end of the other.
      const options = { mode: modes[use], ifAvailable: use === "read" };
      const holding = (lock: Lock | null) =>
        lock === null ? resolve(undefined) : new Promise<void>((release) => resolve(release));
      navigator.locks.request(lockOf(name), options, holding).catch(reject);
    });
  },
  freed: (name) => navigator.locks.request(lockOf(name), { mode: modes.read }, () => {}),
};

const modes = { read: "shared", change: "exclusive" } as const satisfies Record<RunUse, LockMode>;

const lockOf = (name: string) => `blockzoo run ${name}`;
