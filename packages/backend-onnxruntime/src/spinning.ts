import { check } from "@blockzoo/core";
import type { Ort } from "./ort.js";
import { isAtLeast, versionOf } from "./runtime.js";

/**
 * What an idle thread of a session does before it sleeps. A thread that sleeps takes some twenty microseconds to come back, and
 * many ops of a small network take less.
 *
 * - `"briefly"`: spins for up to 100 µs, and not at all between runs. That is longer than what one thread does alone between two ops that
 *   are shared takes, as the twenty small ops of a batch normalisation. Two threads take .84 of the time that they take without
 *   (LeNet-5 .84, LSTM .83, ResNet-20 .83, VGG-mini .88), and .95 to 1.00 of what they take with 20 µs (ResNet-20 .97); where another
 *   program has a core for itself, some 1.2 and up to 1.6 of it.
 * - `"always"`: spins for about a millisecond, also after a run. .65 to .83 of the time where nothing else runs, and 1.5 to
 *   twice the time, and twice the CPU time, where something does.
 * - `"never"`: sleeps at once.
 */
export type Spinning = (typeof kinds)[number];

const kinds = ["never", "briefly", "always"] as const;

const never = { intra_op: { allow_spinning: "0" } };
const always = { intra_op: { allow_spinning: "1" } };
const briefly = { force_spinning_stop: "1", intra_op: { allow_spinning: "1", spin_duration_us: "100" } };

/** The release whose threads can be told how long they spin; those before it do not spin briefly. */
const firstWithDuration = [1, 26] as const;

export function checkSpinning(spinning: Spinning): Spinning {
  check(kinds.includes(spinning), () => `spinning must be one of ${kinds.join(", ")}, got ${JSON.stringify(spinning)}`);
  return spinning;
}

/** The entries of a session's configuration. */
export function spinningSettings(spinning: Spinning, ort: Ort): object {
  if (spinning === "briefly") return isAtLeast(versionOf(ort, "node"), firstWithDuration) ? briefly : never;
  return spinning === "always" ? always : never;
}
