// One line for each check: "ok" or "FAILED" with what was found. A failed check does not stop the others.

/** A check's own finding; anything else that is thrown is reported with its stack. */
export class Finding extends Error {}

/**
 * @param {unknown} condition
 * @param {string} message
 * @returns {asserts condition}
 */
export function expect(condition, message) {
  if (!condition) throw new Finding(message);
}

let failed = 0;
let passed = 0;

/**
 * Runs one check and prints its line; true when it held. What the check returns is added to the line.
 * @param {string} name
 * @param {() => unknown} run
 */
export async function check(name, run) {
  const start = performance.now();
  try {
    const note = await run();
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`ok      ${name}${typeof note === "string" ? `: ${note}` : ""} (${seconds} s)`);
    passed += 1;
    return true;
  } catch (error) {
    const text = error instanceof Finding || !(error instanceof Error) ? String(error) : String(error.stack);
    console.log(`FAILED  ${name}\n${text.replace(/^Error: /, "").replace(/^/gm, "          ")}`);
    failed += 1;
    return false;
  }
}

/**
 * A check that cannot be made because an earlier one failed counts as failed.
 * @param {string} name
 * @param {string} reason
 */
export function cannotCheck(name, reason) {
  console.log(`FAILED  ${name}\n          not checked: ${reason}`);
  failed += 1;
}

export const summary = () => ({ passed, failed });
