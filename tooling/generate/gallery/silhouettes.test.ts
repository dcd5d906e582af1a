import { expect, it } from "vitest";
import { presentSilhouettesFile, silhouettesFile } from "./silhouettes.js";

it("the silhouettes of the hall are those of the families' graphs: run pnpm generate:silhouettes", async () => {
  expect(presentSilhouettesFile()).toBe(await silhouettesFile());
}, 60_000);
