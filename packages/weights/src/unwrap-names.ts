/**
 * Blocks that training puts around others, and so into their names, at the front or between: `nn.DataParallel` and
 * `DistributedDataParallel`, `torch.compile`, FSDP of several PyTorch versions, activation checkpointing, Lightning Fabric.
 */
const WRAPPERS = [
  "module",
  "_orig_mod",
  "_fsdp_wrapped_module",
  "_fpw_module",
  "_checkpoint_wrapped_module",
  "_forward_module",
];

/** Names as a model may have them. */
export interface UnwrappedNames {
  /** In the order of the names given. */
  readonly names: readonly string[];
  /** What was left out of them: `_orig_mod.`, `model.`. */
  readonly leftOut: readonly string[];
}

/**
 * Leaves out of the names of a file what the model's names do not have: wrappers, in any order and anywhere, and then a prefix
 * of all names, such as the `model.` of a Lightning module, where more of them fit without it. Names that would become the
 * same stay as they are.
 *
 * @param given names of the file that the model has to know
 * @param needed what the model needs, by name
 */
export function unwrapNames(given: readonly string[], needed: ReadonlyMap<string, unknown>): UnwrappedNames {
  const own = new Set(Array.from(needed.keys()).flatMap((name) => name.split(".")));
  const wrappers = new Set(WRAPPERS.filter((wrapper) => !own.has(wrapper)));
  const found = new Set<string>();
  const inner = given.map((name) => {
    const blocks = name.split(".");
    const isWrapper = (block: string, place: number) => place < blocks.length - 1 && wrappers.has(block);
    for (const block of blocks.filter(isWrapper)) found.add(`${block}.`);
    return blocks.filter((block, place) => !isWrapper(block, place)).join(".");
  });
  if (new Set(inner).size < inner.length) return { names: given, leftOut: [] };
  const prefix = superfluousPrefix(inner, needed);
  return {
    names: inner.map((name) => name.slice(prefix.length)),
    leftOut: [...found, ...(prefix === "" ? [] : [prefix])],
  };
}

/** The prefix of all names without which most of them fit, the shortest of several; empty where none helps. */
function superfluousPrefix(names: readonly string[], needed: ReadonlyMap<string, unknown>): string {
  const [first = ""] = names;
  const fitting = (prefix: string) => names.filter((name) => needed.has(name.slice(prefix.length))).length;
  let best = { prefix: "", fits: fitting("") };
  for (let dot = first.indexOf("."); dot >= 0; dot = first.indexOf(".", dot + 1)) {
    const prefix = first.slice(0, dot + 1);
    if (!names.every((name) => name.startsWith(prefix))) break;
    const fits = fitting(prefix);
    if (fits > best.fits) best = { prefix, fits };
  }
  return best.prefix;
}
