import { readFileSync } from "node:fs";
import { Block, concat, tensor, type Tensor } from "@blockzoo/core";
import { describeTwin, type TwinGolden } from "@blockzoo/family-checks";
import { HeatDetector, RoiDetector } from "../src/index.js";
import { regions } from "./regions.js";

const golden = JSON.parse(readFileSync(new URL("./golden/twins.json", import.meta.url), "utf8")) as Record<
  string,
  TwinGolden
>;

/** Both outputs side by side, as of the twin. */
class Heat extends Block {
  readonly detector = new HeatDetector();

  forward(image: Tensor): Tensor {
    return concat(Object.values(this.detector.forward(image)), 1);
  }
}

class Roi extends Block {
  readonly detector = new RoiDetector();

  forward(image: Tensor): Tensor {
    return concat(Object.values(this.detector.forward(image, tensor(regions))), 1);
  }
}

describeTwin("heat-detector", () => new Heat(), golden["heat-detector"]);
describeTwin("roi-detector", () => new Roi(), golden["roi-detector"]);
