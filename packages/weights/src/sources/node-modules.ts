/**
 * The modules of Node that the cache needs; undefined in a page. Asking the process keeps them out of what bundlers see,
 * which would otherwise fail on `node:` in a browser build.
 */
export function nodeModules() {
  const get = globalThis.process?.getBuiltinModule;
  if (get === undefined) return undefined;
  return { fs: get("node:fs/promises"), path: get("node:path"), os: get("node:os"), process: globalThis.process };
}

export type NodeModules = NonNullable<ReturnType<typeof nodeModules>>;
