import { readFileSync } from "node:fs";
import { Block, concat, slice, type Tensor } from "@blockzoo/core";
import { describeTwin, type TwinGolden } from "@blockzoo/family-checks";
import { ChairGenerator, DeconvNet, deconvnet, dense, type ChairGeneratorOptions } from "../src/index.js";
import { glyphViewer } from "../src/variants.js";

const golden = JSON.parse(readFileSync(new URL("./golden/twins.json", import.meta.url), "utf8")) as Record<
  string,
  TwinGolden
>;

describeTwin("deconvnet-mini", () => deconvnet.create("deconvnet-mini"), golden["deconvnet-mini"]);
describeTwin(
  "dense",
  () => new DeconvNet({ stages: [[3, 3], [4]], middle: dense(5), channels: 2, classes: 3 }),
  golden["dense"],
);

/** A generator that is asked in one row, and gives image and mask side by side, as the twin does. */
class InOneRow extends Block {
  readonly generator: ChairGenerator;
  readonly #sizes: readonly number[];

  constructor(options: ChairGeneratorOptions & { readonly view: number }) {
    super();
    this.generator = new ChairGenerator(options);
    const { styles, view, transform = 0 } = options;
    this.#sizes = [styles, view, transform].filter((size) => size > 0);
  }

  forward(row: Tensor): Tensor {
    let start = 0;
    const asked = this.#sizes.map((size) => slice(row, { axes: [1], starts: [start], ends: [(start += size)] }));
    return concat(Object.values(this.generator.forward(...(asked as [Tensor, Tensor, Tensor?]))), 1);
  }
}

describeTwin("chair-generator-mini", () => new InOneRow(glyphViewer), golden["chair-generator-mini"]);
describeTwin(
  "transformed, in colour, without a mask",
  () =>
    new InOneRow({
      styles: 3,
      view: 4,
      transform: 5,
      own: 4,
      shared: 6,
      side: 2,
      image: { first: 5, stages: [4, 3] },
    }),
  golden["transformed, in colour, without a mask"],
);
