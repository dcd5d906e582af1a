// Writes docs/blocks.md from the doc comments of packages/core: pnpm generate:blocks
import { writeFileSync } from "node:fs";
import { catalogText, target } from "./block-catalog.js";

writeFileSync(target, catalogText());
