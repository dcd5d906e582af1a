import { BlockzooError, messageOf } from "./errors.js";
import { nodeProcess } from "./node-process.js";

/**
 * Imports a package that need not be installed: from where its caller is installed, else, in Node, from the project in the
 * working folder, which is where `npx` is run.
 *
 * @param load the import itself: it stands in the caller's code, since bundlers look for it there, and since a name is looked
 * up from where it stands
 * @returns undefined where the package is not found
 * @throws BlockzooError where it is found and does not load
 * @example await importOptional("some-runtime", () => import("some-runtime"))
 */
export async function importOptional<T>(packageName: string, load: () => Promise<T>): Promise<T | undefined> {
  for (const attempt of [load, () => importFromWorkingFolder<T>(packageName)]) {
    try {
      return await attempt();
    } catch (error) {
      if (!isMissing(error, packageName)) throw broken(packageName, error);
    }
  }
  return undefined;
}

async function importFromWorkingFolder<T>(packageName: string): Promise<T | undefined> {
  const process = nodeProcess();
  if (process === undefined) return undefined;
  const { createRequire } = process.getBuiltinModule("node:module");
  const { pathToFileURL } = process.getBuiltinModule("node:url");
  const { href } = pathToFileURL(createRequire(`${process.cwd()}/`).resolve(packageName));
  return import(/* @vite-ignore */ /* webpackIgnore: true */ href) as Promise<T>;
}

/** As Node says it, and as Vite does, which has a stub in the place of an optional peer that is not there. */
function isMissing(error: unknown, packageName: string): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? error.code : undefined;
  const isKnown =
    code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND" || error.message.startsWith("Could not resolve");
  // What it imports itself may be what is missing.
  return isKnown && (error.message.includes(`'${packageName}'`) || error.message.includes(`"${packageName}"`));
}

function broken(packageName: string, cause: unknown): BlockzooError {
  return new BlockzooError(
    `${packageName} is installed, but does not load: ${messageOf(cause)}. Install it again: npm i ${packageName}`,
    { cause },
  );
}
