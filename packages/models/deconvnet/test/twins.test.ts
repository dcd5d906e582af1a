import { readFileSync } from "node:fs";
import { describeTwin, type TwinGolden } from "@blockzoo/testkit";
import { DeconvNet, deconvnet, dense } from "../src/index.js";

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
