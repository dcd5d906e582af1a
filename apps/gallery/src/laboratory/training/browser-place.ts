import { privateCheckpoints, privateRuns, removePrivateCheckpoints } from "@blockzoo/train/browser";
import type { RunPlace } from "./run-place.js";

/** The page's private files, which stay when a tab is closed, and locks that all of its tabs know. */
export const browserPlace: RunPlace = {
  store: privateCheckpoints,
  names: privateRuns,
  remove: removePrivateCheckpoints,
  hold: (name) =>
    new Promise((resolve, reject) => {
      navigator.locks
        .request(lockOf(name), { ifAvailable: true }, (lock) => {
          if (lock === null) return resolve(undefined);
          return new Promise<void>((release) => resolve(release));
        })
        .catch(reject);
    }),
  freed: (name) => navigator.locks.request(lockOf(name), () => {}),
};

const lockOf = (name: string) => `blockzoo run ${name}`;
