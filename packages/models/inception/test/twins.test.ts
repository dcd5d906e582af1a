import { readFileSync } from "node:fs";
import { kaimingNormal, type Block } from "@blockzoo/core";
import { describeTwin, type TwinGolden } from "@blockzoo/testkit";
import {
  AuxiliaryHead,
  forms,
  GoogLeNet,
  heads,
  inception,
  InceptionV3,
  InceptionV3Head,
  mini,
  miniHead,
  table1,
  type GoogLeNetOptions,
  type ModuleSizes,
} from "../src/index.js";

const golden = JSON.parse(readFileSync(new URL("./golden/twins.json", import.meta.url), "utf8")) as Record<
  string,
  TwinGolden
>;

const plain = { batchNorm: false, initializer: kaimingNormal() };

/** The nine modules with an eighth of the channels, which float64 can follow. */
const thinTable = Object.fromEntries(
  Object.entries(table1).map(([name, sizes]) => [name, sizes.map((size) => size / 8) as unknown as ModuleSizes]),
);

function thinGoogLeNet(form: keyof typeof forms, options: Partial<GoogLeNetOptions> = {}): GoogLeNet {
  return new GoogLeNet({
    modules: thinTable,
    stem: { kernel: 7, stride: 2, channels: [8, 8, 24] },
    form: { ...forms[form], dropout: 0 },
    heads: { ...heads[form], channels: 16, units: 128, dropout: 0 },
    classes: 5,
    ...options,
  });
}

const twins: Readonly<Record<string, () => Block>> = {
  "inception-mini": () => inception.create("inception-mini"),
  "inception-mini-auxiliary": () => new GoogLeNet({ ...mini, heads: { ...miniHead, dropout: 0 } }),
  torchvision: () => thinGoogLeNet("torchvision"),
  "torchvision, transformed": () => thinGoogLeNet("torchvision", { heads: undefined, transform: true }),
  published: () => thinGoogLeNet("published", { heads: undefined }),
  "published head": () => new AuxiliaryHead(24, 5, { ...heads.published, units: 16, dropout: 0 }, plain),
  "inception v3": () => new InceptionV3({ width: 1 / 16, classes: 5, dropout: 0 }),
  "inception v3 head": () => new InceptionV3Head(48, [8, 48], 5),
};

for (const [name, create] of Object.entries(twins)) describeTwin(name, create, golden[name]);
