import { BlockzooError, messageOf, type Backend } from "@blockzoo/core";
import { checkFamilyPackage, openFamilyPackage, type Checked, type PackageReport } from "@blockzoo/family-checks/node";
import { backendNames, openBackend } from "../backends.js";
import { note, print, printJson } from "../terminal.js";

export interface CheckFamilyOptions {
  readonly json?: boolean;
}

/** Prints what of a model package is done and what is not, with what to do. */
export async function run(folder = ".", { json = false }: CheckFamilyOptions): Promise<number> {
  // A folder without a family is refused before any runtime is started.
  await openFamilyPackage(folder);
  const backends = await installedBackends();
  try {
    let last = "";
    const onChecked = (subject: string, checked: Checked) => {
      if (subject !== last) print(last === "" ? subject : `\n${subject}`);
      last = subject;
      print(lineOf(checked));
    };
    const report = await checkFamilyPackage(folder, { backends, ...(!json && { onChecked }) });
    if (json) printJson(report);
    else print(`\n${verdict(report)}`);
    return report.passed ? 0 : 1;
  } finally {
    await Promise.all(Object.values(backends).map((backend) => backend.dispose()));
  }
}

function lineOf({ title, passed, problem = "" }: Checked): string {
  return passed ? `  ✓ ${title}` : `  ✗ ${title}\n      ${problem.replaceAll("\n", "\n      ")}`;
}

function verdict({ package: name, passed, seconds, groups }: PackageReport): string {
  const all = groups.flatMap(({ checks }) => checks);
  const failed = all.filter((each) => !each.passed).length;
  const time = `${seconds.toFixed(1)} s`;
  if (passed)
    return `${name} conforms: ${all.length} checks in ${time}. Its claims are shown by training: blockzoo train`;
  return `${name} does not conform yet: ${failed} of ${all.length} checks failed in ${time}`;
}

/** All runtimes that are installed, the fastest first: the reference is what they are compared with. */
async function installedBackends(): Promise<Readonly<Record<string, Backend>>> {
  const opened: Record<string, Backend> = {};
  const problems: string[] = [];
  for (const name of backendNames.filter((each) => each !== "reference")) {
    try {
      opened[name] = await openBackend(name);
    } catch (error) {
      problems.push(messageOf(error));
    }
  }
  if (Object.keys(opened).length === 0) {
    throw new BlockzooError(`a family is checked on at least one runtime: ${problems.join("; ")}`);
  }
  for (const problem of problems) note(`note: not checked there: ${problem}`);
  return opened;
}
