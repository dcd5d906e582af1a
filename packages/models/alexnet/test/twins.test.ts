import { readFileSync } from "node:fs";
import { tanh } from "@blockzoo/core";
import { describeTwin, type TwinGolden } from "@blockzoo/family-checks";
import { AlexNet } from "../src/index.js";

const golden = JSON.parse(readFileSync(new URL("./golden/twins.json", import.meta.url), "utf8")) as Record<
  string,
  TwinGolden
>;

const tiny = { kernels: [4, 6, 8, 8, 6], stride: 2, pooled: 2, hidden: 10, classes: 5, dropout: 0 } as const;

describeTwin("two towers", () => new AlexNet(tiny), golden["two towers"]);
describeTwin(
  "tanh, no response norm",
  () => new AlexNet({ ...tiny, activation: tanh, responseNorm: false }),
  golden["tanh, no response norm"],
);
