import { BlockzooError } from "@blockzoo/core";
import type { Namespace } from "@blockzoo/family";
import type { CompiledFiles } from "../../compiler/compile.js";
import { guardName } from "../../compiler/guard-name.js";
import { sourcePath } from "../../program/source-path.js";
import { addressOf } from "./place.js";

interface Evaluation {
  readonly files: CompiledFiles;
  /** What may be imported beside the files. */
  readonly modules: Readonly<Record<string, Namespace>>;
  /** Called by every round of every loop. */
  readonly guard: () => void;
}

/**
 * Runs a file, and those that it imports by relative paths, and returns what it exports. Files may import each other in a circle.
 *
 * @throws BlockzooError where something is imported that is not there
 * @throws what the file itself throws
 */
export function evaluateFile(name: string, { files, modules, guard }: Evaluation): Namespace {
  const begun = new Map<string, { readonly exports: Namespace }>();
  const run = (file: string): Namespace => {
    const known = begun.get(file);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    begun.set(file, module);
    const require = (specifier: string): Namespace => {
      const source = specifier.startsWith(".") ? sourcePath(`/${file}`, specifier).slice(1) : undefined;
      if (source !== undefined && Object.hasOwn(files, source)) return run(source);
      if (Object.hasOwn(modules, specifier)) return modules[specifier]!;
      throw new BlockzooError(
        source === undefined
          ? `"${specifier}" cannot be imported here: there are ${packagesOf(modules).join(", ")}`
          : `there is no file ${source}: there are ${Object.keys(files).join(", ")}`,
      );
    };
    scriptOf(file, files[file]!)(module.exports, require, module, guard);
    return module.exports;
  };
  return run(name);
}

/** `@blockzoo/data` stands for its other entries, too. */
function packagesOf(modules: Evaluation["modules"]): readonly string[] {
  return [...new Set(Object.keys(modules).map((name) => name.split("/").slice(0, 2).join("/")))];
}

type Script = (exports: object, require: (specifier: string) => Namespace, module: object, guard: () => void) => void;

/** Its lines are those of the file, and stack traces call it by the file's name. */
function scriptOf(file: string, code: string): Script {
  const script = `(function (exports, require, module, ${guardName}) {${code}\n})\n//# sourceURL=${addressOf(file)}`;
  // Indirect, so that the code sees nothing of this module.
  // oxlint-disable-next-line no-eval -- This is what the sandbox is for.
  return (0, eval)(script) as Script;
}
