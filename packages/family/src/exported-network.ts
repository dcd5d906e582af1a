import { Block, BlockzooError, isBlock, type InputTypes } from "@blockzoo/core";
import type { Family } from "./family.js";
import { isFamily } from "./is-family.js";
import { forward, type Variant } from "./variant.js";

/** What a module exports, by name. */
export type Namespace = Readonly<Record<string, unknown>>;

/** What stands in a user's file: a family, a variant of one, or a network that says no more than what it takes. */
export type Exported = { readonly name: string } & (
  | { readonly kind: "family"; readonly family: Family }
  | { readonly kind: "variant"; readonly variant: Variant }
  | ({ readonly kind: "network" } & Pick<Variant, "create" | "graphs">)
);

/** An export of this name is how the network learns, and never the network itself. */
export const trainingName = "train";

/**
 * The network that a user's module exports: a class that extends Block, a function that returns a block, a block, a variant or a
 * family. What a network takes is declared in its class, `static input = { x: float32("N", 4) }`, or exported beside it as `input`;
 * it may be left open, and its graph then has no inputs.
 *
 * @param selector the name of the export; by default `default`, or the only one that can be a network
 * @param path what errors call the module
 * @throws BlockzooError where there is no such network, or which one is meant cannot be told
 * @example exportedNetwork(await import("./my-net.js"), { path: "my-net.js", selector: "MyNet" })
 */
export function exportedNetwork(
  namespace: Namespace,
  { path, selector }: { readonly path: string; readonly selector?: string | undefined },
): Exported {
  const name = selector ?? onlyExport(path, namespace);
  if (!Object.hasOwn(namespace, name)) {
    const found = candidates(namespace).join(", ") || "nothing that is a network";
    throw new BlockzooError(`${path}: exports no "${name}", it exports ${found}`);
  }
  const value = namespace[name];
  const title = name === "default" ? (nameOf(value) ?? stem(path)) : name;
  if (isFamily(value)) return { kind: "family", name: title, family: value };
  if (isVariant(value)) return { kind: "variant", name: title, variant: value };
  const create = creatorOf(value, `${path}#${name}`);
  const { input = {}, output } = declared(value, namespace);
  return { kind: "network", name: title, create, graphs: forward(input, output) };
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
    if (name === trainingName) return false;
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
      `${where}: needs ${value.length} arguments, but nobody has any to give: export a function without, such as ` +
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

/** `my-net` of `/home/me/my-net.ts`. */
function stem(path: string): string {
  return path.replace(/^.*[/\\]/, "").replace(/(?<=.)\.[^.]*$/, "");
}

/** What the network says of its input and output: static members of the class, else exports of the file. */
function declared(value: unknown, namespace: Namespace): { input: InputTypes | undefined; output: string } {
  const owner = isBlock(value) ? value.constructor : value;
  const find = (key: string): unknown => (owner as Readonly<Record<string, unknown>>)[key] ?? namespace[key];
  const output = find("output");
  return { input: find("input") as InputTypes | undefined, output: typeof output === "string" ? output : "output" };
}
