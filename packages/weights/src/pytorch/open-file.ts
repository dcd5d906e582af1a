import type { PickleValue, StorageReference } from "./pickle-values.js";

/** What a file of PyTorch holds, whatever its format. */
export interface OpenFile {
  readonly value: PickleValue;
  /** The bytes of a storage, exactly as many as its elements take; `where` names the tensor for errors. */
  readonly storage: (reference: StorageReference, where: string) => Uint8Array;
}
