/** How the elements of a storage are stored. */
export interface ElementType {
  /** As safetensors call it: `F32`. */
  readonly type: string;
  readonly bytes: number;
}

/**
 * PyTorch's storage classes. Complex and quantised ones (`Q...`, a name of our own) are here so that a file can hold them
 * beside the weights: their size is known, their elements are not read.
 */
export const storageTypes: Readonly<Record<string, ElementType>> = {
  // Bytes, of which the tensor says what they are.
  "torch.storage.UntypedStorage": { type: "U8", bytes: 1 },
  "torch.DoubleStorage": { type: "F64", bytes: 8 },
  "torch.FloatStorage": { type: "F32", bytes: 4 },
  "torch.HalfStorage": { type: "F16", bytes: 2 },
  "torch.BFloat16Storage": { type: "BF16", bytes: 2 },
  "torch.LongStorage": { type: "I64", bytes: 8 },
  "torch.IntStorage": { type: "I32", bytes: 4 },
  "torch.ShortStorage": { type: "I16", bytes: 2 },
  "torch.CharStorage": { type: "I8", bytes: 1 },
  "torch.ByteStorage": { type: "U8", bytes: 1 },
  "torch.BoolStorage": { type: "BOOL", bytes: 1 },
  "torch.ComplexFloatStorage": { type: "C64", bytes: 8 },
  "torch.ComplexDoubleStorage": { type: "C128", bytes: 16 },
  "torch.QInt8Storage": { type: "QI8", bytes: 1 },
  "torch.QUInt8Storage": { type: "QU8", bytes: 1 },
  "torch.QInt32Storage": { type: "QI32", bytes: 4 },
  "torch.QUInt4x2Storage": { type: "QU4", bytes: 1 },
  "torch.QUInt2x4Storage": { type: "QU2", bytes: 1 },
};

const dtypes: Readonly<Record<string, string>> = {
  "torch.float64": "F64",
  "torch.float32": "F32",
  "torch.float16": "F16",
  "torch.bfloat16": "BF16",
  "torch.int64": "I64",
  "torch.int32": "I32",
  "torch.int16": "I16",
  "torch.int8": "I8",
  "torch.uint64": "U64",
  "torch.uint32": "U32",
  "torch.uint16": "U16",
  "torch.uint8": "U8",
  "torch.bool": "BOOL",
};

/** The type that a dtype of PyTorch names; one that is not read keeps PyTorch's name, `torch.bits8`. */
export function typeOfDtype(name: string): string {
  return Object.hasOwn(dtypes, name) ? dtypes[name]! : name.replace(/^torch\.float8_/, "F8_");
}
