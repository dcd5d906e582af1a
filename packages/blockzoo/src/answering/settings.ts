import { BlockzooError, check } from "@blockzoo/core";
import type { Setting, TaskCommand } from "@blockzoo/family";

/** What stands behind `--set`: the name of a setting, and what it is set to. */
export type GivenSetting = readonly [name: string, value: string];

/**
 * A value for each setting that a task has: the one given last, else the default.
 *
 * @param task what errors call it: `text-generation`
 * @throws BlockzooError listing the settings that there are where one is unknown, and the bounds that one is outside of
 */
export function chosenSettings(
  task: string,
  { settings = {} }: Pick<TaskCommand, "settings">,
  given: readonly GivenSetting[],
): Readonly<Record<string, number>> {
  const chosen = Object.fromEntries(Object.entries(settings).map(([name, setting]) => [name, setting.default]));
  for (const [name, text] of given) {
    if (!Object.hasOwn(settings, name)) throw unknownSetting(task, settings, name);
    chosen[name] = valueOf(name, settings[name]!, text);
  }
  return chosen;
}

function valueOf(name: string, setting: Setting, text: string): number {
  const { least = -Infinity, most = Infinity, whole = false } = setting;
  const value = Number(text);
  const fits = text.trim() !== "" && Number.isFinite(value) && value >= least && value <= most;
  check(
    fits && (!whole || Number.isSafeInteger(value)),
    () => `--set ${name}=${text}: expected ${rangeText(setting)}: ${setting.about}`,
  );
  return value;
}

function unknownSetting(task: string, settings: Readonly<Record<string, Setting>>, name: string): BlockzooError {
  const known = Object.entries(settings).map(([own, setting]) => `${own}=${setting.default} (${setting.about})`);
  return new BlockzooError(
    `--set ${name}: ${task} has ` +
      (known.length === 0 ? "nothing to set" : `no such setting: there are, with their defaults, ${known.join("; ")}`),
  );
}

/** `a whole number from 1 to 10`. */
function rangeText({ least, most, whole = false }: Setting): string {
  const bounds = [least === undefined ? "" : ` from ${least}`, most === undefined ? "" : ` to ${most}`];
  return `a ${whole ? "whole " : ""}number${bounds.join("")}`;
}
