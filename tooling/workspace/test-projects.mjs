// The vitest projects, told apart by the ending of a test file's name, and the command that runs each. vitest-projects.ts
// configures them; test.mjs checks that each test file ran in one of them, or says why its project was left out.
import { findChromium, findSoftwareGpu, howToGet } from "./chromium.mjs";

/** @typedef {"test" | "test:gpu"} TestCommand of the root's package.json */

/**
 * @typedef {object} TestProject
 * @property {string} name
 * @property {string} suffix
 * @property {TestCommand} command
 * @property {() => string | undefined} whyLeftOut a sentence when this machine cannot run the project
 */

const whyNoBrowser = () => (findChromium() ? undefined : `no Chromium was found: ${howToGet}`);
const whyNoGpu = () => findSoftwareGpu().problem;

/** @type {readonly TestProject[]} An ending comes before those that it ends in itself. */
export const testProjects = [
  { name: "gpu-browser", suffix: ".gpu.browser.test.ts", command: "test:gpu", whyLeftOut: whyNoBrowser },
  { name: "browser", suffix: ".browser.test.ts", command: "test", whyLeftOut: whyNoBrowser },
  { name: "gpu", suffix: ".gpu.test.ts", command: "test:gpu", whyLeftOut: whyNoGpu },
  { name: "backends", suffix: ".backend.test.ts", command: "test", whyLeftOut: () => undefined },
  { name: "unit", suffix: ".test.ts", command: "test", whyLeftOut: () => undefined },
];

/**
 * The project a test file belongs to; undefined when there is none for its ending.
 * @param {string} file
 */
export const projectOf = (file) => testProjects.find(({ suffix }) => file.endsWith(suffix));

/**
 * What a project takes of the files whose names end in `suffix`: not those of a project with a longer ending.
 * @param {string} name
 */
export function endingsOf(name) {
  const index = testProjects.findIndex((project) => project.name === name);
  const { suffix } = /** @type {TestProject} */ (testProjects[index]);
  const others = testProjects.slice(0, index).map((project) => project.suffix);
  return { suffix, except: others.filter((other) => other.endsWith(suffix)) };
}
