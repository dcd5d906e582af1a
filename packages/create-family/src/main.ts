import { relative } from "node:path";
import { parseArgs } from "node:util";
import { CreateError } from "./create-error.js";
import { createFamily } from "./create-family.js";
import { tasks, type TemplateTask } from "./template.js";

const usage = `usage: npm create @blockzoo/family NAME [-- --task TASK]

Makes blockzoo-family-NAME, a package with a small network that trains, tests and checks at once.

  NAME   lower-case letters, digits and single hyphens, such as my-net
  TASK   ${tasks.join(" or ")}; the first by default
`;

/**
 * The command.
 *
 * @returns the exit code: 0 for success, 2 where nothing was made
 */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const { name, task } = read(args);
    if (name === undefined) {
      process.stdout.write(usage);
      return 0;
    }
    const { folder, names } = await createFamily({ name, task, layout: "standalone", parent: process.cwd() });
    const place = relative(process.cwd(), folder);
    process.stdout.write(
      `made ${place}: the family ${names.family} with the block ${names.className}. Next:\n\n` +
        `  cd ${place}\n  npm install\n  npm test\n  npm run check\n`,
    );
    return 0;
  } catch (error) {
    if (!(error instanceof CreateError)) throw error;
    process.stderr.write(`error: ${error.message}\n`);
    return 2;
  }
}

/** No name where help was asked for. */
function read(args: readonly string[]): { name: string | undefined; task: TemplateTask } {
  const { values, positionals } = parsed(args);
  const { help = false, task = tasks[0] } = values;
  if (help) return { name: undefined, task: tasks[0] };
  const [name, ...surplus] = positionals;
  if (name === undefined || surplus.length > 0) {
    throw new CreateError(`expected one name, found ${positionals.length}\n${usage.trimEnd()}`);
  }
  if (!isTask(task))
    throw new CreateError(`there is no template for the task "${task}": there are ${tasks.join(", ")}`);
  return { name, task };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { task: { type: "string" }, help: { type: "boolean", short: "h" } },
    });
  } catch (cause) {
    throw new CreateError(`${(cause as Error).message}\n${usage.trimEnd()}`, { cause });
  }
}

function isTask(text: string): text is TemplateTask {
  return (tasks as readonly string[]).includes(text);
}
