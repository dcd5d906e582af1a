import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { compileFunction } from "node:vm";
import { BlockzooError, messageOf } from "@blockzoo/core";
import type { Namespace } from "@blockzoo/family";
import { transpile } from "./transpile.js";

/**
 * Runs a user's TypeScript or JavaScript file, wherever it lies, and returns what it exports. It uses the command's own copy
 * of every @blockzoo package: there is then one core, and nothing needs to be installed beside the file.
 *
 * Why not `import()`: Node 20 does not strip types, and a module hook that does so runs in a thread of its own, which takes
 * 20 MB and more. Here the file, and those it imports by relative paths, become functions whose lines are those of the file.
 * What that leaves out is `import.meta`, and `await` outside of functions.
 *
 * @throws BlockzooError where the file or what it imports is missing, or has a syntax error
 * @throws what the file itself throws
 */
export async function loadModule(path: string): Promise<Namespace> {
  const file = resolve(path);
  if (!existsSync(file)) throw new BlockzooError(`${path}: there is no such file`);
  const modules = new UserModules();
  await modules.prepare(file);
  return modules.run(file);
}

interface Module {
  readonly evaluate: (...scope: readonly unknown[]) => void;
  /** Set when the evaluation begins, so that files may import each other in a circle. */
  object?: { exports: Namespace };
}

const sourceExtensions: readonly string[] = [".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"];

class UserModules {
  readonly #files = new Map<string, Module>();
  readonly #packages = new Map<string, Namespace>();

  /** Compiles a file and all that it imports. Our packages are imported already now, since `require` cannot wait. */
  async prepare(file: string): Promise<void> {
    if (this.#files.has(file)) return;
    const code = transpile(await readFile(file, "utf8"), file);
    const scope = ["exports", "require", "module", "__filename", "__dirname"];
    const evaluate = compileFunction(code, scope, { filename: file }) as Module["evaluate"];
    this.#files.set(file, { evaluate });
    for (const [, , specifier = ""] of code.matchAll(/\brequire\((["'])(.+?)\1\)/g)) {
      const source = sourceFile(file, specifier);
      if (source !== undefined) await this.prepare(source);
      else if (isOurs(specifier)) this.#packages.set(specifier, await importOurs(specifier, file));
    }
  }

  /** Evaluates a prepared file, at its first call. */
  run(file: string): Namespace {
    const module = this.#files.get(file)!;
    if (module.object !== undefined) return module.object.exports;
    const object: { exports: Namespace } = { exports: {} };
    module.object = object;
    const nodeRequire = createRequire(file);
    const require = (specifier: string): unknown => {
      const source = sourceFile(file, specifier);
      if (source !== undefined) return this.run(source);
      return this.#packages.get(specifier) ?? nodeRequire(specifier);
    };
    module.evaluate(object.exports, require, object, file, dirname(file));
    return object.exports;
  }
}

/** The user's file that a relative import means. As in TypeScript, `./a.js` may stand for `./a.ts`. */
function sourceFile(from: string, specifier: string): string | undefined {
  if (!/^\.{0,2}\//.test(specifier)) return undefined;
  const target = resolve(dirname(from), specifier);
  const candidates = [target, target.replace(/\.([mc]?)js$/, ".$1ts"), ...sourceExtensions.map((end) => target + end)];
  return candidates.find((candidate) => sourceExtensions.includes(extname(candidate)) && existsSync(candidate));
}

function isOurs(specifier: string): boolean {
  return specifier.startsWith("@blockzoo/");
}

/** From where the command is installed, else from where the user's file is. */
async function importOurs(specifier: string, file: string): Promise<Namespace> {
  try {
    return (await import(specifier)) as Namespace;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ERR_PACKAGE_PATH_NOT_EXPORTED")
      throw new BlockzooError(`${file}: ${messageOf(error)}`, { cause: error });
    if (code !== "ERR_MODULE_NOT_FOUND") throw error;
  }
  try {
    return (await import(pathToFileURL(createRequire(file).resolve(specifier)).href)) as Namespace;
  } catch (cause) {
    throw new BlockzooError(`${file}: imports "${specifier}", which is not installed: npm i ${specifier}`, { cause });
  }
}
