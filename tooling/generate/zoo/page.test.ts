import { describe, expect, it } from "vitest";
import { presentZooDocuments, zooDocuments } from "./page.js";

describe("docs/zoo.md and docs/zoo.svg", () => {
  it("are what the families say: run pnpm docs:zoo", async () => {
    expect(presentZooDocuments()).toEqual(await zooDocuments());
  });
});
