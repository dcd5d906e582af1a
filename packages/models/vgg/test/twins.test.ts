import { readFileSync } from "node:fs";
import { describeTwin, type TwinGolden } from "@blockzoo/family-checks";
import { Vgg, vgg } from "../src/index.js";

const golden = JSON.parse(readFileSync(new URL("./golden/twins.json", import.meta.url), "utf8")) as Record<
  string,
  TwinGolden
>;

const tiny = { pooled: 2, classes: 5, dropout: 0 };

describeTwin("vgg-mini-a", () => vgg.create("vgg-mini-a"), golden["vgg-mini-a"]);
describeTwin("vgg-mini-a-bn", () => vgg.create("vgg-mini-a-bn"), golden["vgg-mini-a-bn"]);
describeTwin("vgg-mini-d", () => vgg.create("vgg-mini-d"), golden["vgg-mini-d"]);
describeTwin(
  "batch norm",
  () => new Vgg({ ...tiny, stages: [["conv3-4"], ["conv3-6", "conv3-6"]], batchNorm: true, hidden: [8, 7] }),
  golden["batch norm"],
);
describeTwin(
  "1x1",
  () => new Vgg({ ...tiny, stages: [["conv3-4"], ["conv3-6", "conv1-6"]], hidden: [8] }),
  golden["1x1"],
);
