/** Node's modules, asked for when they are used: bundlers of pages follow every import, those that are never made too. */
export const node = {
  get fs() {
    return process.getBuiltinModule("node:fs/promises");
  },
  get path() {
    return process.getBuiltinModule("node:path");
  },
};
