import { BlockzooError } from "@blockzoo/core";
import { isKind } from "./pickle-globals.js";
import { describeValue, shorten, type PickleDict, type PickleValue, type TensorReference } from "./pickle-values.js";

/** Under which keys training scripts keep the state dict in a checkpoint, beside epoch, optimizer and the like. */
const CHECKPOINT_KEYS = ["state_dict", "model_state_dict", "model", "net", "weights"];

/** `nn.Module.get_extra_state` of a layer: no tensor of the network. */
const EXTRA_STATE = /(^|\.)_extra_state$/;

/**
 * The tensors of a file by name. The rule: a dict of text to tensors is a state dict. If the file's value is none, the only
 * one under the keys `state_dict`, `model_state_dict`, `model`, `net`, `weights` is taken; `entry` names any other key.
 *
 * @throws BlockzooError that says what there is where none or several fit
 */
export function findStateDict(
  value: PickleValue,
  { name, entry }: { name: string; entry?: string },
): ReadonlyMap<string, TensorReference> {
  if (entry !== undefined) {
    const chosen = isKind(value, "dict") ? value.entries.get(entry) : undefined;
    return tensorsOf(chosen) ?? refuse(`${name}: has no state dict under ${JSON.stringify(entry)}`, value);
  }
  const own = tensorsOf(value);
  if (own !== undefined) return own;
  const nested = CHECKPOINT_KEYS.flatMap((key) => {
    const tensors = isKind(value, "dict") ? tensorsOf(value.entries.get(key)) : undefined;
    return tensors === undefined ? [] : [{ key, tensors }];
  });
  if (nested.length === 1) return nested[0]!.tensors;
  return refuse(
    nested.length === 0
      ? `${name}: is no state dict, and has none under ${CHECKPOINT_KEYS.join(", ")}`
      : `${name}: has several state dicts, under ${nested.map(({ key }) => key).join(" and ")}: choose an entry`,
    value,
  );
}

/** The tensors of a dict of texts to tensors; undefined for everything else. */
function tensorsOf(value: PickleValue | undefined): ReadonlyMap<string, TensorReference> | undefined {
  if (!isKind(value, "dict")) return undefined;
  const tensors = new Map<string, TensorReference>();
  for (const [key, item] of value.entries) {
    if (typeof key !== "string") return undefined;
    if (isKind(item, "tensor")) tensors.set(key, item);
    else if (!EXTRA_STATE.test(key)) return undefined;
  }
  return tensors.size > 0 ? tensors : undefined;
}

function refuse(problem: string, value: PickleValue): never {
  const found = isKind(value, "dict") ? `a dict with ${keysOf(value)}` : describeValue(value);
  throw new BlockzooError(`${problem}. Found ${found}; save torch.save(model.state_dict(), path)`);
}

function keysOf({ entries }: PickleDict): string {
  const shown = Array.from(entries).slice(0, 8);
  const rest = entries.size > shown.length ? ` and ${entries.size - shown.length} more` : "";
  const keys = shown.map(
    ([key, item]) => `${typeof key === "string" ? shorten(key) : describeValue(key)} (${describeValue(item)})`,
  );
  return `${keys.join(", ") || "no keys"}${rest}`;
}
