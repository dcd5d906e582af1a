import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "../harness/report.mjs";
import { patience } from "./page.mjs";

/** @typedef {import("./page.mjs").Page} Page @typedef {import("./page.mjs").Visit} Visit */

const spirals = readFileSync(
  fileURLToPath(new URL("../../../apps/gallery/src/playground/program/examples/spirals.ts", import.meta.url)),
  "utf8",
);

/** The line of what is written below them. */
const below = spirals.split("\n").length + 1;

/** Programs that are wrong: what is changed in the spirals, and what the page must say of it. @type {readonly [name: string, wrong: string, said: RegExp][]} */
const wrongPrograms = [
  [
    "a shape that does not fit",
    spirals.replace("out = new Linear(16, 2)", "out = new Linear(17, 2)"),
    /main\.ts:15\s+Spirals\.out: expects 17 input features/,
  ],
  ["a syntax error", spirals.replace("= new Linear(2, 16);", "= ;"), /main\.ts:10\s+Expression expected/],
  ["a type error", spirals.replace("Linear(2, 16)", 'Linear("2", 16)'), /main\.ts:10\s+Argument of type 'string'/],
  ["an endless loop", `${spirals}\nwhile (true) {\n}\n`, new RegExp(`main\\.ts:${below}\\s+this loop was stopped`)],
  [
    "an endless recursion",
    `${spirals}\nconst f = (): number => 1 + f();\nf();\n`,
    new RegExp(`main\\.ts:${below}\\s+(Maximum call stack|too much recursion)`),
  ],
  [
    "a fetch",
    `${spirals}\nload();\nfunction load() {\n  void fetch("/secret");\n}\n`,
    new RegExp(`main\\.ts:${below + 2}\\s+fetch: .* no network`),
  ],
  ["a package that is not there", `import "left-pad";\n${spirals}`, /main\.ts:1\s+"left-pad" cannot be imported here/],
];

/** Wrong programs are told at their lines and the page lives; a program is trained; a link opens it in another page. @param {Visit} visit */
export async function play({ open, photograph }) {
  const page = await open("playground");
  await settled(page, /No problems/);
  for (const [name, program, said] of wrongPrograms) {
    await write(page, program);
    await settled(page, said, name);
  }
  await escape(page);
  await refuseTenGigabytes(page);

  await write(page, spirals);
  await settled(page, /No problems/);
  await train(page);
  const accuracy = Number(await page.getByTestId("run").last().locator("td").nth(4).textContent());
  expect(accuracy > 0.9, `the spirals were learned with an accuracy of ${accuracy}`);
  await photograph(page, "playground");

  const link = await share(page);
  const other = await page.context().newPage();
  await other.goto(link);
  await settled(other, /No problems/);
  expect((await textOf(other)).includes("class Spirals extends Block"), "the link does not open the program");
  await other.goto(link.slice(0, -30));
  await other.reload();
  await other.getByText("the program in this link is damaged").waitFor();
  return `${wrongPrograms.length} wrong programs are told, the spirals are learned with an accuracy of ${accuracy}`;
}

/** A student takes the shortcut out of ResNet, trains both, and sees the losses differ. @param {Visit} visit */
export async function removeShortcut({ open, photograph }) {
  const page = await open("playground?variant=resnet20-mini");
  await settled(page, /No problems/);
  await page
    .getByRole("treeitem", { name: /layer1\.0/ })
    .first()
    .waitFor();
  await trainSteps(page, 40);
  const file = page.getByRole("tab", { name: "cifar-resnet.ts" });
  await file.click();
  const code = readFileSync(
    fileURLToPath(new URL("../../../packages/models/resnet/src/cifar-resnet.ts", import.meta.url)),
    "utf8",
  );
  const shortcut = "return relu(this.shortcut === undefined ? y : add(y, x.pipe(this.shortcut)));";
  expect(code.includes(shortcut), "ResNet's shortcut is written in another way: change this test with it");
  await write(page, code.replace(shortcut, "return relu(y);"));
  await settled(page, /No problems/);
  await trainSteps(page, 40);
  const runs = page.getByTestId("run");
  expect((await runs.count()) === 2, "the two runs are not beside each other");
  const losses = await runs.evaluateAll((rows) => rows.map((row) => Number(row.getAttribute("data-loss"))));
  const [whole = NaN, without = NaN] = losses;
  expect(Math.abs(whole - without) > 0.02, `the losses do not differ: ${losses.join(" and ")}`);
  await photograph(page, "playground-shortcut");
  return `losses ${losses.map((loss) => loss.toFixed(3)).join(" with and ")} without shortcuts`;
}

/** Ways out of the sandbox beside the functions of its worker, each a promise that is fulfilled outside. */
const waysOut = `[
  eval('import("http://localhost/leak.js")'),
  eval('import("data:text/javascript,0")'),
  new Promise((out, kept) => {
    const code = "fetch('http://localhost/leak').then(() => postMessage(1), () => postMessage(0))";
    const inner = new Worker(URL.createObjectURL(new Blob([code])));
    inner.onmessage = ({ data }) => (data === 1 ? out(1) : kept(0));
    inner.onerror = () => kept(0);
  }),
]`;

/** Nothing leaves the sandbox, whatever a program tries. @param {Page} page */
async function escape(page) {
  const learning = `export async function train() {
  const ways = await Promise.allSettled(${waysOut});
  throw new Error("kept in: " + ways.map(({ status }) => status));
}
`;
  await write(page, spirals.slice(0, spirals.indexOf("/** How it learns")) + learning);
  await settled(page, /No problems/);
  await page.getByRole("button", { name: "Train" }).click();
  const run = page.getByTestId("run").and(page.locator("[data-state=failed]"));
  await run.waitFor();
  const said = (await run.textContent()) ?? "";
  expect(said.includes("kept in: rejected,rejected,rejected"), `out of the sandbox: ${said}`);
  await run.getByRole("button", { name: "Remove" }).click();
}

/** @param {Page} page */
async function refuseTenGigabytes(page) {
  await write(
    page,
    spirals
      .replace("hidden2 = new Linear(16, 16)", "hidden2 = new Linear(16, 150_000_000)")
      .replace("out = new Linear(16, 2)", "out = new Linear(150_000_000, 2)"),
  );
  await settled(page, /No problems/);
  await page.getByRole("button", { name: "Train" }).click();
  const run = page.getByTestId("run").last();
  await page.locator("[data-testid=run][data-state=failed]").waitFor();
  const said = (await run.textContent()) ?? "";
  expect(/GB, but in this page it may be 512 MB at most/.test(said), `ten gigabytes of weights: ${said}`);
  await run.getByRole("button", { name: "Remove" }).click();
}

/** Replaces the file in the editor, as one who pastes. @param {Page} page @param {string} text */
async function write(page, text) {
  const editor = page.locator(".cm-content");
  await editor.click();
  await page.keyboard.press("ControlOrMeta+A");
  await editor.evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    // Firefox takes what is pasted by names of its own.
    const ofFirefox = { dataType: "text/plain", data: pasted };
    const event = { clipboardData, ...ofFirefox, bubbles: true, cancelable: true };
    element.dispatchEvent(new ClipboardEvent("paste", event));
  }, text);
}

/** Waits until what the page says of the program is this. @param {Page} page @param {RegExp} said @param {string} [name] */
async function settled(page, said, name = "the program") {
  const problems = page.getByTestId("problems");
  const isSaid = problems.and(page.locator("[data-looking=false]")).filter({ hasText: said });
  await isSaid.waitFor().catch(async () => expect(false, `${name}: the page says "${await problems.innerText()}"`));
}

/** Trains to the end. @param {Page} page */
async function train(page) {
  const count = await page.getByTestId("run").count();
  await page.getByRole("button", { name: "Train" }).click();
  await page.getByTestId("run").nth(count).and(page.locator("[data-state=finished]")).waitFor({ timeout: patience });
}

/** Trains for so many steps, or some more. @param {Page} page @param {number} steps */
async function trainSteps(page, steps) {
  const count = await page.getByTestId("run").count();
  await page.getByRole("button", { name: "Train" }).click();
  const row = page.getByTestId("run").nth(count);
  for (const start = Date.now(); Date.now() - start < patience; await page.waitForTimeout(200)) {
    if (Number((await row.getAttribute("data-steps").catch(() => null)) ?? 0) >= steps) break;
    expect((await row.getAttribute("data-state").catch(() => null)) !== "failed", String(await row.textContent()));
  }
  await page.getByRole("button", { name: "Stop" }).click();
  await row.and(page.locator("[data-state=stopped]")).waitFor();
}

/** @param {Page} page */
async function share(page) {
  await page.getByRole("button", { name: "Share" }).click();
  return page.getByRole("textbox", { name: "Link to this program" }).inputValue();
}

/** @param {Page} page */
async function textOf(page) {
  return page.locator(".cm-content").innerText();
}
