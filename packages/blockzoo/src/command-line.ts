/** `--learning-rate` for `learningRate`. */
export function optionName(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** What to type to do the same again: `blockzoo train mlp.iris --seed 3`. */
export function commandLine(
  command: string,
  args: readonly string[],
  options: Readonly<Record<string, string | number | boolean | undefined>>,
): string {
  const words = Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined || name === "json") return [];
    return value === true ? [optionName(name)] : [optionName(name), quoted(String(value))];
  });
  return ["blockzoo", command, ...args.map(quoted), ...words].join(" ");
}

/** As a shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w@%+=:,./#-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
