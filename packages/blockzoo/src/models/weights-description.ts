import { BlockzooError, check, parseRecord, parseString } from "@blockzoo/core";
import type { Task } from "@blockzoo/family";
import { commonTasks, type CommonTaskName } from "@blockzoo/tasks";

/** What a weights file says of itself. */
export interface WeightsDescription {
  /** The name of the task that its meaning belongs to. */
  readonly task: string;
  /** How inputs are prepared and what outputs are, as the task takes it. */
  readonly meaning: unknown;
  /** A dense layer that was made anew: fine-tuned weights have it. */
  readonly head?: NewHead;
}

/** A dense layer in the place of a network's last one. */
export interface NewHead {
  readonly path: string;
  readonly classes: number;
}

const key = "blockzoo";

/** As metadata of a weights file: what `blockzoo train` writes, and other commands read. */
export function descriptionMetadata(description: WeightsDescription | undefined): Record<string, string> {
  return description === undefined ? {} : { [key]: JSON.stringify(description) };
}

/** From the metadata of a weights file, which may be anybody's; undefined where it says nothing. */
export function readDescription(metadata: ReadonlyMap<string, string>, file: string): WeightsDescription | undefined {
  const text = metadata.get(key);
  if (text === undefined) return undefined;
  const where = `${file}: its metadata "${key}"`;
  const { task, meaning, head } = parseRecord(withTask(parsed(text, where)), where);
  return {
    task: parseString(task, `${where}: task`),
    meaning,
    ...(head !== undefined && { head: parseHead(head, `${where}: head`) }),
  };
}

function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BlockzooError(`${where} is not JSON`, { cause });
  }
}

/** Weights of tables were written without the name of a task before tables had two. */
function withTask(description: unknown): unknown {
  if (typeof description !== "object" || description === null || "task" in description) return description;
  const { preprocessing } = description as { preprocessing?: { kind?: unknown } };
  return preprocessing?.kind === "table" ? { task: "table-classification", meaning: description } : description;
}

function parseHead(value: unknown, where: string): NewHead {
  const { path, classes } = parseRecord(value, where);
  check(
    Number.isSafeInteger(classes) && (classes as number) > 0 && (classes as number) <= 2 ** 24,
    () => `${where}: classes must be a number of outputs, found ${JSON.stringify(classes)}`,
  );
  return { path: parseString(path, `${where}: path`), classes: classes as number };
}

/**
 * The task that a weights file names: that of the network, or a common one.
 *
 * @throws BlockzooError where there is no such task
 */
export async function describedTask(own: Task, name: string, file: string): Promise<Task> {
  if (own.name === name) return own;
  if (Object.hasOwn(commonTasks, name)) return commonTasks[name as CommonTaskName]();
  throw new BlockzooError(
    `${file}: says it is for the task "${name}", but the network does ${own.name}, and common tasks are ` +
      Object.keys(commonTasks).join(", "),
  );
}
