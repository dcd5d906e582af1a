import { check } from "@blockzoo/core";
import { readZip } from "../zip/read-zip.js";
import { unpickle } from "./pickle.js";
import type { OpenFile } from "./open-file.js";

/**
 * The zip format: in one folder of an archive `data.pkl`, a pickle, and `data/0`, `data/1`, ..., the storages by the keys
 * that the pickle gives them.
 *
 * https://github.com/pytorch/pytorch/blob/main/docs/source/notes/serialization.rst
 */
export function openZip(bytes: Uint8Array, name: string): OpenFile {
  const files = readZip(bytes, { name });
  const pickles = [...files.keys()].filter((file) => /^[^/]*\/data\.pkl$/.test(file));
  const pickle = pickles[0] ?? "";
  check(
    pickles.length === 1,
    () =>
      `${name}: the archive has ${pickles.length} files */data.pkl, one of torch.save has one: another kind of archive?`,
  );
  const folder = pickle.slice(0, -"data.pkl".length);
  check(
    !files.has(`${folder}constants.pkl`),
    () => `${name}: is a TorchScript program, expected tensors: save torch.save(module.state_dict(), path)`,
  );
  const order = files.get(`${folder}byteorder`)?.bytes();
  check(
    order === undefined || new TextDecoder().decode(order).trim() === "little",
    () => `${name}: has big-endian numbers: save it on a machine with the usual byte order`,
  );
  const where = `${name}: ${pickle}`;
  const program = files.get(pickle)!.bytes();
  const { value, end } = unpickle(program, { name: where });
  check(end === program.length, () => `${where}: byte ${end}: goes on after the end of the pickle`);
  return {
    value,
    storage: ({ key, type, elementBytes, elements }, tensor) => {
      const file = files.get(`${folder}data/${key}`);
      check(file !== undefined, () => `${tensor}: its storage ${JSON.stringify(key)} is not in the file`);
      const expected = elements * elementBytes;
      check(
        file.size === expected,
        () => `${tensor}: its storage of ${elements} ${type} takes ${expected} bytes, the file has ${file.size}`,
      );
      return file.bytes();
    },
  };
}
