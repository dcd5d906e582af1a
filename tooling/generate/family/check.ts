// Whether a model package of the workspace is done, as a checklist: pnpm check:family lenet [--json]
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { main } from "blockzoo";

const models = new URL("../../../packages/models/", import.meta.url);
const [name, ...options] = process.argv.slice(2);
if (name === undefined || !existsSync(new URL(`${name}/package.json`, models))) {
  console.error(`usage: pnpm check:family NAME [--json], where NAME is one of ${readdirSync(models).join(", ")}`);
  process.exitCode = 2;
} else {
  process.exitCode = await main(["check-family", fileURLToPath(new URL(name, models)), ...options]);
}
