import { readFileSync } from "node:fs";
import { kaimingNormal, type Block } from "@blockzoo/core";
import { describeTwin, type TwinGolden } from "@blockzoo/family-checks";
import {
  AuxiliaryHead,
  GoogLeNet,
  heads,
  inception,
  InceptionV3,
  InceptionV3Head,
  mini,
  miniHead,
} from "../src/index.js";
import { thinGoogLeNet } from "./thin.js";

const golden = JSON.parse(readFileSync(new URL("./golden/twins.json", import.meta.url), "utf8")) as Record<
  string,
  TwinGolden
>;

const plain = { batchNorm: false, initializer: kaimingNormal() };

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
