import { expect } from "../harness/report.mjs";

/** @typedef {import("./page.mjs").Visit} Visit */

/** The picture of the convolution's widget, and its kernel. */
const image = [
  [0, 0, 0, 0, 0, 0, 0],
  [0, 9, 9, 9, 9, 9, 0],
  [0, 0, 0, 0, 7, 9, 0],
  [0, 0, 0, 2, 9, 3, 0],
  [0, 0, 0, 7, 9, 0, 0],
  [0, 0, 2, 9, 3, 0, 0],
  [0, 0, 0, 0, 0, 0, 0],
];
const kernel = [
  [-1, -1, -1],
  [0, 0, 0],
  [1, 1, 1],
];

/** Finds a block, reads its formula, and moves its kernel over the picture: the numbers are those of the sum written out. @param {Visit} visit */
export async function lookUp({ open, photograph }) {
  const page = await open("blocks");
  await page.getByLabel("Search").fill("kernel is not flipped");
  await page.getByRole("link", { name: "Conv2d" }).click();
  await page.getByRole("heading", { name: "Conv2d" }).waitFor();
  expect((await page.locator("math").count()) > 0, "the formula is not set");

  await page.getByRole("slider", { name: "stride" }).fill("2");
  await page.getByRole("slider", { name: "padding" }).fill("1");
  const output = page.getByRole("img", { name: /^y, 4×4/ });
  await output.waitFor();
  const found = ((await output.getAttribute("aria-label")) ?? "").replace(/^y, 4×4: /, "");
  const expected = convolved({ stride: 2, padding: 1 });
  expect(found === expected, `the convolution shows ${found}, the sum written out is ${expected}`);

  await page.getByRole("button", { name: "Next place" }).click();
  const sum = (await page.getByTestId("sum").textContent()) ?? "";
  const [, terms = "", total = ""] = sum.split(" = ");
  const value = terms.split(" + ").reduce((all, term) => all + product(term), 0);
  expect(value === Number(total), `${sum} does not add up`);
  await photograph(page, "blocks");
  return `${expected.split(" ").length} values of a convolution agree`;
}

/** @param {{ stride: number, padding: number }} options */
function convolved({ stride, padding }) {
  const size = Math.floor((image.length + 2 * padding - 3) / stride) + 1;
  const places = Array.from({ length: size }, (_, place) => place);
  const at = (/** @type {number} */ row, /** @type {number} */ column) => image[row]?.[column] ?? 0;
  const rows = places.map((p) =>
    places.map((q) =>
      kernel
        .flatMap((weights, i) =>
          weights.map((weight, j) => weight * at(stride * p + i - padding, stride * q + j - padding)),
        )
        .reduce((sum, each) => sum + each, 0),
    ),
  );
  return rows.map((row) => row.join(" ")).join("; ");
}

/** Of `9·(-1)`. @param {string} term */
function product(term) {
  return term
    .split("·")
    .map((factor) => Number(factor.replace(/[()]/g, "")))
    .reduce((all, factor) => all * factor, 1);
}
