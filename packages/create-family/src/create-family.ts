import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { CreateError } from "./create-error.js";
import { namesOf, type FamilyNames } from "./names.js";
import { projectFiles } from "./project-files.js";
import { templateFiles, type Layout, type TemplateTask, type TextFile } from "./template.js";

export interface CreateFamilyOptions {
  /** Of the family: lower-case letters, digits, single hyphens. */
  readonly name: string;
  readonly task: TemplateTask;
  readonly layout: Layout;
  /** The folder that the package's own folder is made in. */
  readonly parent: string;
}

export interface CreatedFamily {
  readonly folder: string;
  readonly names: FamilyNames;
  /** Paths inside the folder. */
  readonly files: readonly string[];
}

/**
 * Makes a model package that works at once: a small network, a recipe with gate, baseline and control, a test that asks the
 * conformance kit. Its folder is `blockzoo-family-<name>`, or `<name>` in the workspace. Either the whole folder comes to be
 * or nothing, and nothing is ever overwritten.
 *
 * @throws CreateError where the name is none, or the folder exists
 */
export async function createFamily({ name, task, layout, parent }: CreateFamilyOptions): Promise<CreatedFamily> {
  const names = namesOf(name, layout);
  const files = rendered(names, task, layout);
  const folderName = layout === "workspace" ? name : names.packageName;
  const folder = resolve(parent, folderName);
  if (existsSync(folder)) {
    throw new CreateError(`${folder} exists and is left alone: choose another name, or remove it`);
  }
  const temporary = join(dirname(folder), `.${folderName}.${randomUUID()}.tmp`);
  try {
    await write(temporary, files);
    await rename(temporary, folder);
  } catch (cause) {
    // Where even that fails nothing was made, and the cause is what matters.
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw new CreateError(`${folder} cannot be made: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
  return { folder, names, files: files.map(({ path }) => path) };
}

function rendered(names: FamilyNames, task: TemplateTask, layout: Layout): TextFile[] {
  const template = templateFiles(task);
  checkUnused(names, template);
  const files = template.map(({ path, text }) => ({
    path: fileName(path, names, layout),
    text: inserted(text, names),
  }));
  return [...files, ...projectFiles(names, layout)];
}

/** The names of the template are words of their own, so that it is read, type-checked and tested as it is. */
function inserted(text: string, { family, className, identifier, title, packageName }: FamilyNames): string {
  return text
    .replaceAll("blockzoo-family-template-net", packageName)
    .replaceAll("template-net", family)
    .replaceAll("TemplateNet", className)
    .replaceAll("templateNet", identifier)
    .replaceAll("Template net", title);
}

/** In the workspace, tests that open a runtime are called so. */
function fileName(path: string, { family }: FamilyNames, layout: Layout): string {
  const ending = layout === "workspace" ? ".backend.test.ts" : ".test.ts";
  return path.replace(".conformance.ts", ending).replaceAll("template-net", family);
}

/** A network called `conv2d` would hide the block of this name, one called `weights` a file. */
function checkUnused({ family, className, identifier }: FamilyNames, template: readonly TextFile[]): void {
  const words = new Set(
    template.filter(({ path }) => path.endsWith(".ts")).flatMap(({ text }) => text.match(/\w+/g) ?? []),
  );
  const files = new Set(template.map(({ path }) => path));
  const taken =
    [className, identifier].find((word) => words.has(word)) ?? (files.has(`src/${family}.ts`) ? family : undefined);
  if (taken !== undefined) {
    throw new CreateError(
      `"${family}" cannot name a family: its code uses "${taken}" for something else; try ${family}-net`,
    );
  }
}

async function write(folder: string, files: readonly TextFile[]): Promise<void> {
  for (const { path, text } of files) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: "wx" });
  }
}
