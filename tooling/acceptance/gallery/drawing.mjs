import { expect } from "../harness/report.mjs";

/** Draws a seven on the pad of the room that is shown. @param {import("./page.mjs").Page} page */
export async function drawSeven(page) {
  const box = await page.locator("main:visible").getByLabel("draw a digit here").boundingBox();
  expect(box, "there is nothing to draw on");
  await page.mouse.move(box.x + 80, box.y + 70);
  await page.mouse.down();
  await page.mouse.move(box.x + 200, box.y + 70, { steps: 8 });
  await page.mouse.move(box.x + 130, box.y + 220, { steps: 8 });
  await page.mouse.up();
}
