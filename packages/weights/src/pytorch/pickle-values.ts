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
  | OtherValue;

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
  readonly key: string;
  /** How many elements the pickle says there are. */
  readonly elements: number;
}

/** A view of a storage, all of it counted in elements. Nothing is known to fit yet. */
export interface TensorReference {
  readonly kind: "tensor";
  readonly storage: StorageReference;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** Something harmless that no tensor needs, such as a device. */
export interface OtherValue {
  readonly kind: "other";
  readonly name: string;
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
    case "other":
      return value.name;
  }
}

/** Text of a file, short enough for a message. */
export function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
