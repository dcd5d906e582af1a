import { BlockzooError, messageOf } from "./errors.js";

/**
 * Imports a package that need not be installed. The imports themselves are the caller's, since bundlers look for them where
 * they stand, and so is how a name is looked up.
 *
 * @param loads ways to import it: one is tried when those before it did not find the package
 * @returns undefined where none finds it
 * @throws BlockzooError where it is found and does not load
 * @example await importOptional("some-runtime", () => import("some-runtime"))
 */
export async function importOptional<T>(
  packageName: string,
  ...loads: readonly (() => Promise<T>)[]
): Promise<T | undefined> {
  for (const load of loads) {
    try {
      return await load();
    } catch (error) {
      if (!isMissing(error, packageName)) throw broken(packageName, error);
    }
  }
  return undefined;
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
