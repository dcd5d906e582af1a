import { BlockzooError, check } from "@blockzoo/core";
import type { OpenFile } from "./open-file.js";
import { unpickle, type Unpickled } from "./pickle.js";
import { describeValue, isKind } from "./pickle-values.js";
import { magicBytes } from "./stream-magic.js";

const PROTOCOL = 1001;
const COUNT_BYTES = 8;

/**
 * The stream format, before PyTorch 1.6 or with `_use_new_zipfile_serialization=False`: five pickles (a magic number, the
 * version of the format, facts on the system, the value, the keys of the storages in the order of the file), then for each
 * storage the number of its elements as a 64-bit integer, and the elements.
 */
export function openStream(bytes: Uint8Array, name: string): OpenFile {
  const next = ({ end }: Pick<Unpickled, "end">): Unpickled => unpickle(bytes, { start: end, name });
  const protocol = next({ end: magicBytes });
  check(
    protocol.value === PROTOCOL,
    () => `${name}: byte ${magicBytes}: is of version ${describeValue(protocol.value)}, expected ${PROTOCOL}`,
  );
  const system = next(protocol);
  check(
    isKind(system.value, "dict") && system.value.entries.get("little_endian") === true,
    () => `${name}: byte ${protocol.end}: does not say that its numbers are little-endian: save it on another machine`,
  );
  const content = next(system);
  const keys = next(content);
  const places = storagePlaces(bytes, { keys, storages: content.storages, name });
  return {
    value: content.value,
    storage: ({ key }, tensor) => {
      const place = places.get(key);
      check(place !== undefined, () => `${tensor}: its storage ${JSON.stringify(key)} is not in the file`);
      return bytes.subarray(...place);
    },
  };
}

interface Storages extends Pick<Unpickled, "storages"> {
  readonly keys: Unpickled;
  readonly name: string;
}

/** The first byte of each storage and the one after its last, by key. */
function storagePlaces(bytes: Uint8Array, { keys, storages, name }: Storages): ReadonlyMap<string, [number, number]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const places = new Map<string, [number, number]>();
  let place = keys.end;
  for (const key of isKind(keys.value, "list") ? keys.value.items : []) {
    const storage = typeof key === "string" ? storages.get(key) : undefined;
    if (storage === undefined) {
      throw new BlockzooError(`${name}: lists ${describeValue(key)}, which is no storage of a known class`);
    }
    const where = `${name}: byte ${place}: the storage ${JSON.stringify(storage.key)}`;
    const start = place + COUNT_BYTES;
    check(start <= bytes.length, () => `${where} is not there: the file is truncated`);
    const found = view.getBigUint64(place, true);
    check(
      found === BigInt(storage.elements),
      () => `${where} has ${found} elements, expected the ${storage.elements} that the pickle says`,
    );
    place = start + storage.elements * storage.elementBytes;
    check(
      place <= bytes.length,
      () =>
        `${where} of ${storage.elements} ${storage.type} ends at byte ${place}, the file at ${bytes.length}: it is truncated`,
    );
    places.set(storage.key, [start, place]);
  }
  check(place === bytes.length, () => `${name}: byte ${place}: goes on after the last storage`);
  return places;
}
