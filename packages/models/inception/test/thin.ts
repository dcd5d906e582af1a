import { GoogLeNet, forms, heads, table1, type GoogLeNetOptions, type ModuleSizes } from "../src/index.js";

/** The nine modules with an eighth of the channels, which float64 can follow. */
const thinTable = Object.fromEntries(
  Object.entries(table1).map(([name, sizes]) => [name, sizes.map((size) => size / 8) as unknown as ModuleSizes]),
);

/** GoogLeNet in small, for five classes, with heads and without dropout. */
export function thinGoogLeNet(form: keyof typeof forms, options: Partial<GoogLeNetOptions> = {}): GoogLeNet {
  return new GoogLeNet({
    modules: thinTable,
    stem: { kernel: 7, stride: 2, channels: [8, 8, 24] },
    form: { ...forms[form], dropout: 0 },
    heads: { ...heads[form], channels: 16, units: 128, dropout: 0 },
    classes: 5,
    ...options,
  });
}
