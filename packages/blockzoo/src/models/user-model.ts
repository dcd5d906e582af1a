import { existsSync } from "node:fs";
import { parse } from "node:path";
import { Block, BlockzooError, isBlock, type InputTypes } from "@blockzoo/core";
import { forward, isFamily, type Family, type Variant } from "@blockzoo/family";
import { tensors } from "@blockzoo/tasks/tensors";
import { loadModule, type Namespace } from "./load-module.js";
import type { ResolvedModel } from "./resolved-model.js";

/** Whether an id is a user's file, as `./my-net.ts#MyNet`, instead of a name. */
export function isFileId(id: string): boolean {
  return /^\.{0,2}[/\\]|^[A-Za-z]:[/\\]|\.[mc]?[jt]s(#|$)/.test(id);
}

/**
 * The network in a user's file. What is exported may be a class that extends Block, a function that returns a block, a
 * block, a variant, or a family, of which `#family.variant` names one.
 */
export async function userModel(id: string): Promise<ResolvedModel> {
  // The last # separates file and export; folders may have some in their names, and so may the file.
  const hash = existsSync(id) ? -1 : id.search(/#[^#/\\]*$/);
  const [path, selector] = hash < 0 ? [id] : [id.slice(0, hash), id.slice(hash + 1)];
  const namespace = await loadModule(path);
  const [name = "", ...rest] = (selector ?? onlyExport(path, namespace)).split(".");
  if (!Object.hasOwn(namespace, name)) {
    const found = candidates(namespace).join(", ") || "nothing that is a network";
    throw new BlockzooError(`${path}: exports no "${name}", it exports ${found}`);
  }
  const value = namespace[name];
  if (isFamily(value)) return memberOf(id, value, rest.join(".") || undefined);
  const title = name === "default" ? (nameOf(value) ?? parse(path).name) : name;
  if (isVariant(value)) return { id, name: title, variant: value };
  const create = creatorOf(value, `${path}#${name}`);
  const { input = {}, output } = declared(value, namespace);
  const summary = `a network in ${path}`;
  return { id, name: title, variant: { summary, create, task: tensors(), graphs: forward(input, output), params: 0 } };
}

/** One variant of a family: the one named, or the only one. */
export function memberOf(id: string, family: Family, variant: string | undefined): ResolvedModel {
  const names = Object.keys(family.variants);
  const chosen = variant ?? (names.length === 1 ? names[0]! : undefined);
  const found = chosen !== undefined && Object.hasOwn(family.variants, chosen) ? family.variants[chosen] : undefined;
  if (chosen === undefined || found === undefined) {
    const problem = chosen === undefined ? "name one of its variants" : `the family has no variant "${chosen}"`;
    throw new BlockzooError(`${id}: ${problem}: ${names.join(", ")}`);
  }
  return { id, name: chosen, variant: found, family };
}

function isVariant(value: unknown): value is Variant {
  return typeof value !== "function" && !isBlock(value) && hasAll(value, ["create", "task", "graphs"]);
}

function hasAll(value: unknown, keys: readonly string[]): boolean {
  return typeof value === "object" && value !== null && keys.every((key) => key in value);
}

/** The export to take where none is named: the default one, or the only one that can be a network. */
function onlyExport(path: string, namespace: Namespace): string {
  const found = Object.hasOwn(namespace, "default") ? ["default"] : candidates(namespace);
  if (found.length === 1) return found[0]!;
  throw new BlockzooError(
    found.length === 0
      ? `${path}: exports no network: export a class that extends Block, or a function that returns a block`
      : `${path}: name one of its exports: ${found.map((name) => `${path}#${name}`).join(", ")}`,
  );
}

function candidates(namespace: Namespace): string[] {
  return Object.keys(namespace).filter((name) => {
    const value = namespace[name];
    return typeof value === "function" || isBlock(value) || isVariant(value) || isFamily(value);
  });
}

function creatorOf(value: unknown, where: string): () => Block {
  if (isBlock(value)) return () => value;
  if (typeof value !== "function") {
    throw new BlockzooError(
      `${where}: is ${value === null ? "null" : typeof value}, expected a class that extends Block, a function that ` +
        "returns a block, a block, a variant or a family",
    );
  }
  if (value.length > 0) {
    throw new BlockzooError(
      `${where}: needs ${value.length} arguments, but the command has none to give: export a function without, such as ` +
        `export const net = () => ${isClass(value) ? "new " : ""}${nameOf(value) ?? "make"}(...)`,
    );
  }
  if (isClass(value)) {
    if (!(value.prototype instanceof Block)) throw new BlockzooError(`${where}: is a class that does not extend Block`);
    return () => new value() as Block;
  }
  return () => {
    const made: unknown = value();
    if (isBlock(made)) return made;
    throw new BlockzooError(
      `${where}: is a function that returns ${made === null ? "null" : typeof made}, expected a block`,
    );
  };
}

function isClass(value: object): value is { readonly prototype: object } & (new () => unknown) {
  return /^class\b/.test(Function.prototype.toString.call(value));
}

/** The name of a function or of a block's class; what is exported as default may have none of its own. */
function nameOf(value: unknown): string | undefined {
  const name = isBlock(value) ? value.constructor.name : typeof value === "function" ? value.name : "";
  return name === "" || name === "default" ? undefined : name;
}

/** What the network says of its input and output: static members of the class, else exports of the file. */
function declared(value: unknown, namespace: Namespace): { input: InputTypes | undefined; output: string } {
  const owner = isBlock(value) ? value.constructor : value;
  const find = (key: string): unknown => (owner as Readonly<Record<string, unknown>>)[key] ?? namespace[key];
  const output = find("output");
  return { input: find("input") as InputTypes | undefined, output: typeof output === "string" ? output : "output" };
}
