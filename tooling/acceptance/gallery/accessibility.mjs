import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect } from "../harness/report.mjs";

/** @typedef {import("./page.mjs").Page} Page @typedef {import("./page.mjs").Visit} Visit */

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Addresses of pages, each of which shows something of its own. */
const places = [
  "",
  "?search=resnet",
  "families/lenet",
  "families/lenet?tab=inside",
  "families/lenet?tab=claims",
  "own",
  "families/inception/googlenet?tab=inside",
  "families/rnn?tab=inside",
  "families/lenet?tab=train",
  "families/seq2seq",
  "training",
  "training/mlp-moons.moons",
  "teach",
  "playground",
  "blocks",
  "blocks/Conv2d",
  "playground?variant=resnet20-mini",
];

/** A desk, and the narrowest phone. */
const widths = [1280, 360];

/**
 * axe finds nothing wrong on any page, in light and dark, on desk and phone; none is wider than the screen.
 * @param {Visit} visit
 */
export async function beAccessible({ open }) {
  const page = await open("");
  /** @type {string[]} */
  const findings = [];
  for (const place of places) {
    await page.goto(page.url().replace(/#.*/, `#/${place}`));
    const heading = page.locator("main:visible h1");
    await heading.waitFor().catch((error) => expect(false, `#/${place} shows no heading: ${error}`));
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      for (const width of widths) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await page.setViewportSize({ width, height: 900 });
        findings.push(...(await faultsOf(page)).map((each) => `#/${place}, ${colorScheme}, ${width} px: ${each}`));
      }
    }
  }
  expect(findings.length === 0, findings.join("\n"));
  return `${places.length} pages, light and dark, ${widths.join(" and ")} px wide`;
}

/** @param {Page} page */
async function faultsOf(page) {
  await page.evaluate(axe);
  // What changed is painted first.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  return page.evaluate(async () => {
    const { axe: run } = /** @type {typeof globalThis & { axe: typeof import("axe-core") }} */ (globalThis);
    const { violations } = await run.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
      // Experimental: it wants the lines of a drawing with nothing between them, as nobody says them.
      rules: { "label-content-name-mismatch": { enabled: false } },
    });
    const found = violations
      // What scrolls in an editor is its text, which has the focus.
      .map(({ id, help, nodes }) => ({ id, help, nodes: nodes.filter(({ html }) => !html.includes('"cm-scroller"')) }))
      .filter(({ nodes }) => nodes.length > 0);
    const beyond = document.documentElement.scrollWidth - innerWidth;
    return [
      ...found.map(
        ({ id, help, nodes }) =>
          `${id}: ${help}: ${nodes
            .slice(0, 3)
            .map(({ html }) => html.slice(0, 120))
            .join(" | ")}`,
      ),
      ...(beyond > 0 ? [`wider than the screen by ${beyond} px`] : []),
    ];
  });
}
