// Writes docs/blocks.md from the doc comments of packages/core: pnpm generate:blocks
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { catalogText } from "./block-catalog.js";
import { root } from "./examples.js";

writeFileSync(join(root, "docs/blocks.md"), catalogText());
