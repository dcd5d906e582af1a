// The vitest projects, told apart by the ending of a test file's name. vitest.config.ts configures them; tooling/test.mjs
// checks that each test file ran in one of them, or says why its project was left out.

/**
 * @typedef {object} TestProject
 * @property {string} name
 * @property {string} suffix
 * @property {() => string | undefined} whyLeftOut a sentence when this machine cannot run the project
 */

/** @type {TestProject[]} The most general ending comes last. */
export const testProjects = [
  { name: "backends", suffix: ".backend.test.ts", whyLeftOut: () => undefined },
  { name: "unit", suffix: ".test.ts", whyLeftOut: () => undefined },
];

/** Endings that `unit` does not take although they end in its own. `.browser.test.ts` awaits its project. */
export const specialSuffixes = [".backend.test.ts", ".browser.test.ts"];

/**
 * The project a test file belongs to; undefined when there is none for its ending.
 * @param {string} file
 */
export function projectOf(file) {
  const special = specialSuffixes.find((suffix) => file.endsWith(suffix));
  return testProjects.find((project) => project.suffix === (special ?? ".test.ts"));
}
