// Writes docs/support.md: npx pnpm generate:support
import { writeFileSync } from "node:fs";
import { supportPage, target } from "./table.js";

writeFileSync(target, await supportPage());
console.log(`wrote ${target}`);
