// The vitest projects, told apart by the ending of a test file's name. vitest.config.ts configures them; tooling/workspace/test.mjs
// checks that each test file ran in one of them, or says why its project was left out.
import { findChromium } from "./chromium.mjs";

/**
 * @typedef {object} TestProject
 * @property {string} name
 * @property {string} suffix
 * @property {() => string | undefined} whyLeftOut a sentence when this machine cannot run the project
 */

const noBrowser =
  "no Chromium was found: install it (Debian: apt-get install chromium), or name one in CHROMIUM_PATH, and test again";

/** @type {TestProject[]} The most general ending comes last. */
export const testProjects = [
  { name: "browser", suffix: ".browser.test.ts", whyLeftOut: () => (findChromium() ? undefined : noBrowser) },
  { name: "backends", suffix: ".backend.test.ts", whyLeftOut: () => undefined },
  { name: "unit", suffix: ".test.ts", whyLeftOut: () => undefined },
];

/** Endings that `unit` does not take although they end in its own. */
export const specialSuffixes = testProjects.map(({ suffix }) => suffix).filter((suffix) => suffix !== ".test.ts");

/**
 * The project a test file belongs to; undefined when there is none for its ending.
 * @param {string} file
 */
export function projectOf(file) {
  const special = specialSuffixes.find((suffix) => file.endsWith(suffix));
  return testProjects.find((project) => project.suffix === (special ?? ".test.ts"));
}
