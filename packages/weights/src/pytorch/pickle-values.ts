import type { Layout } from "../contiguous.js";

/** What a pickle of PyTorch is made of. Storages and tensors are references: no element is touched while it is read. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | PickleTuple
  | PickleList
  | PickleDict
  | PickleGlobal
  | StorageReference
  | TensorReference
  | OpaqueValue;

export interface PickleTuple {
  readonly kind: "tuple";
  readonly items: readonly PickleValue[];
}

export interface PickleList {
  readonly kind: "list";
  readonly items: PickleValue[];
}

export interface PickleDict {
  readonly kind: "dict";
  readonly entries: Map<PickleValue, PickleValue>;
}

/** A name of Python that the pickle asks for. */
export interface PickleGlobal {
  readonly kind: "global";
  readonly name: string;
}

/** A run of elements of one type that lies outside of the pickle. */
export interface StorageReference {
  readonly kind: "storage";
  /** As safetensors call it: `F32`. */
  readonly type: string;
  readonly elementBytes: number;
  readonly key: string;
  /** How many elements the pickle says there are. */
  readonly elements: number;
}

/** A view of a storage, all of it counted in elements of its own type. Nothing is known to fit yet. */
export interface TensorReference extends Layout {
  readonly kind: "tensor";
  readonly storage: StorageReference;
  /** As safetensors call it: the type of the storage, unless that holds bytes only. */
  readonly type: string;
}

/** What Python would have made by calling a name that means nothing here: it was not made, and nothing was called. */
export interface OpaqueValue {
  readonly kind: "opaque";
  /** What was to be called: `argparse.Namespace`. */
  readonly name: string;
  /** Whether it stands for a tensor of a kind that is not read, such as a sparse or a quantised one. */
  readonly isTensor: boolean;
  /** Items that were set, as in a subclass of dict. */
  entries?: Map<PickleValue, PickleValue>;
}

export function opaque(name: string, { isTensor = false } = {}): OpaqueValue {
  return { kind: "opaque", name, isTensor };
}

export function isKind<Kind extends "tuple" | "list" | "dict" | "global" | "storage" | "tensor" | "opaque">(
  value: PickleValue | undefined,
  kind: Kind,
): value is Extract<PickleValue, { readonly kind: Kind }> {
  return typeof value === "object" && value !== null && value.kind === kind;
}

/** The items of a dict, or of what may be a subclass; undefined for everything else, and where none were set. */
export function entriesOf(value: PickleValue): ReadonlyMap<PickleValue, PickleValue> | undefined {
  return isKind(value, "dict") || isKind(value, "opaque") ? value.entries : undefined;
}

/** A few words on a value, for errors; never its content, which may contain itself. */
export function describeValue(value: PickleValue): string {
  if (value === null) return "None";
  if (typeof value === "string") return `the text ${JSON.stringify(shorten(value))}`;
  if (typeof value !== "object") return `the ${typeof value === "boolean" ? "bool" : "number"} ${value}`;
  switch (value.kind) {
    case "tuple":
    case "list":
      return `a ${value.kind} of ${value.items.length}`;
    case "dict":
      return `a dict of ${value.entries.size}`;
    case "tensor":
      return `a tensor [${value.shape}]`;
    case "storage":
      return `a storage of ${value.elements}`;
    case "global":
      return nameText(value.name);
    case "opaque":
      return `a value of ${nameText(value.name)}`;
  }
}

/** A name of Python, which a file may fill with anything. */
export function nameText(name: string): string {
  return /^[\w.]+$/.test(name) ? shorten(name) : JSON.stringify(shorten(name));
}

/** Text of a file, short enough for a message. */
export function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
