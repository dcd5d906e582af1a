// Makes a family under packages/models from the template, and enters it wherever families are listed:
//
//   pnpm new:family my-net [--task table-classification]
//
// Where a step fails, everything is as it was before.
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createFamily, CreateError, tasks, type TemplateTask } from "@blockzoo/create-family";
import { register, registries } from "./register.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const node = ["--conditions=@blockzoo/source", "--import", "tsx"];

try {
  await main();
} catch (error) {
  if (!(error instanceof CreateError)) throw error;
  console.error(`error: ${error.message}`);
  process.exitCode = 2;
}

async function main(): Promise<void> {
  const { name, task } = read();
  const before = registries.map((file) => [`${root}/${file}`, readFileSync(`${root}/${file}`, "utf8")] as const);
  const { folder, names } = await createFamily({ name, task, layout: "workspace", parent: `${root}/packages/models` });
  try {
    register(root, names.packageName);
    step(["tooling/workspace/pnpm.mjs", "install", "--prefer-offline"]);
    step([...node, "tooling/structure/main.ts", "--write-references"]);
    step([...node, "tooling/generate/zoo/write-catalog.mjs"]);
    step([...node, "tooling/generate/gallery/main.ts"]);
    step(["node_modules/prettier/bin/prettier.cjs", "--write", "--log-level", "warn", folder, ...registries]);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    for (const [file, text] of before) writeFileSync(file, text);
    throw error;
  }
  console.log(
    `made packages/models/${name} and entered it in ${registries.join(", ")}. Next:\n\n` +
      `  pnpm check\n  pnpm check:family ${name}\n  pnpm vitest run packages/models/${name}\n` +
      `  pnpm blockzoo train ${name}.${task === "image-classification" ? "glyphs" : "moons"}\n`,
  );
}

const usage = `usage: pnpm new:family NAME [--task ${tasks.join("|")}]`;

function read(): { name: string; task: TemplateTask } {
  const { values, positionals } = parsed();
  const task = tasks.find((each) => each === (values.task ?? tasks[0]));
  const [name, ...surplus] = positionals;
  if (name === undefined || surplus.length > 0 || task === undefined) throw new CreateError(usage);
  return { name, task };
}

function parsed() {
  try {
    return parseArgs({ allowPositionals: true, options: { task: { type: "string" } } });
  } catch (cause) {
    throw new CreateError(`${(cause as Error).message}\n${usage}`, { cause });
  }
}

function step(args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  if (status === 0) return;
  throw new CreateError(`${args.join(" ")} failed, and nothing was changed:\n${stdout}${stderr}`);
}
