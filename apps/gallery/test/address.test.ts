import { expect, test } from "vitest";
import { addressOf, hrefOf, pageNames } from "../src/frame/address.js";

test("an address is read back as it was made", () => {
  const href = hrefOf("families", ["style-transfer", "a/b ü?"], { tab: "inside", block: "layer1.0 & more" });
  const { page, parts, query } = addressOf(href);
  expect(page).toBe("families");
  expect(parts).toEqual(["style-transfer", "a/b ü?"]);
  expect(Object.fromEntries(query)).toEqual({ tab: "inside", block: "layer1.0 & more" });
  for (const name of pageNames) expect(addressOf(hrefOf(name))).toMatchObject({ page: name, parts: [] });
});

test("what no page has is the hall", () => {
  for (const hash of ["", "#", "#/", "#/cellar/wine", "#digits"])
    expect(addressOf(hash)).toMatchObject({ page: "hall", parts: [] });
  expect(addressOf("#/?task=painting").query.get("task")).toBe("painting");
});

test("an address that a hand spoiled is still one", () => {
  expect(addressOf("#/families/100%/x").parts).toEqual(["100%", "x"]);
  expect(addressOf("#/families//lenet/?a=b?c").query.get("a")).toBe("b?c");
});
