import { readFileSync } from "node:fs";
import { Identity, replace } from "@blockzoo/core";
import { describeTwin, type TwinGolden } from "@blockzoo/family-checks";
import { Fcn, fcn, type FcnStride } from "../src/index.js";

const golden = JSON.parse(readFileSync(new URL("./golden/twins.json", import.meta.url), "utf8")) as Record<
  string,
  TwinGolden
>;

for (const name of ["fcn-mini", "fcn-mini-1skip", "fcn-mini-0skips"] as const) {
  describeTwin(name, () => fcn.create(name), golden[name]);
}

/** Five small stages, without dropout. */
function small(stride: FcnStride): Fcn {
  const stages = [["conv3-2"], ["conv3-2"], ["conv3-3"], ["conv3-2"], ["conv3-3"]] as const;
  const model = new Fcn({ stride, stages, hidden: 4, classes: 3 });
  return replace(replace(model, "drop6", new Identity()), "drop7", new Identity());
}

for (const stride of [32, 16, 8] as const) {
  describeTwin(`${stride}s`, () => small(stride), golden[`${stride}s`]);
}
