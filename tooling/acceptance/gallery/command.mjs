import { fileURLToPath } from "node:url";
import { run } from "../harness/run.mjs";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** What the command says in Node, as the JSON document that it prints. @param {readonly string[]} args */
export async function blockzoo(...args) {
  const output = await run("npx", ["pnpm", "--silent", "blockzoo", ...args, "--json"], { cwd: root });
  // Notes come before it.
  return JSON.parse(output.slice(output.search(/^\{/m)));
}
