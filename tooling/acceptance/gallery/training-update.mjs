import { cpSync } from "node:fs";
import path from "node:path";
import { freePort } from "../harness/free-port.mjs";
import { hostFolder } from "../harness/host.mjs";
import { expect } from "../harness/report.mjs";
import { allKept, makeNewer, versionOf } from "./newer-version.mjs";
import { opened } from "./page.mjs";
import { button, numbers, reached, standing, stepsMore } from "./training-page.mjs";

/**
 * A newer version of the app comes while a network is trained, and another tab loads it: the run goes on in the old one, whose host has
 * its files no more, and then in the new one.
 * @param {{ built: string, scratch: string, context: import("playwright").BrowserContext }} options
 */
export async function updateWhileTraining({ built, scratch, context }) {
  const folder = path.join(scratch, "updated");
  cpSync(built, folder, { recursive: true });
  const server = await hostFolder(folder, { port: await freePort(), below: "/" });
  try {
    const page = await context.newPage();
    await page.goto(`${server.address}#/training/lenet5.glyphs`);
    await opened(page);
    await allKept(page);
    await button(page, "Train").click();
    await stepsMore(page, 10);

    makeNewer(folder);
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    await page.getByRole("button", { name: "Load it" }).waitFor();
    await stepsMore(page, 10);
    const other = await context.newPage();
    await other.goto(server.address);
    await other.getByRole("button", { name: "Load it" }).click();
    await other.waitForFunction(() => document.querySelector("meta[name=version]") !== null);
    await other.close();
    await page.bringToFront();
    expect((await versionOf(page)) === "", "the tab that trains was loaded anew by the other");
    await stepsMore(page, 10);
    await page.evaluate(() => void (location.hash = "#/blocks"));
    await page.getByRole("heading", { name: "What nets are built from" }).waitFor();
    await page.goBack();

    await button(page, "Pause").click();
    const { step } = await standing(page, "paused");
    await button(page, "Go on").click();
    await stepsMore(page, 2);
    await page.reload();
    expect((await versionOf(page)) === "newer", "the newer version was not loaded");
    await opened(page);
    await reached(page, (now) => now.phase === "going" && now.step > step);
    return `went on to step ${step} in the old version, and to ${(await numbers(page)).step} in the new one`;
  } finally {
    await server.stop();
  }
}
