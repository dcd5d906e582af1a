import { readFileSync } from "node:fs";
import { Block, concat, ndarray, tensor, type Tensor } from "@blockzoo/core";
import { describeTwin, type TwinGolden } from "@blockzoo/family-checks";
import { HeatDetector, RoiDetector } from "../src/index.js";

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

/** Within the image, over its edges, of one pixel, and the wrong way round: those of tooling/golden/detection_twins.py. */
const regions = [
  [0, 3, 4, 17, 15],
  [1, -4, 20, 9, 60],
  [1, 30, 30, 30, 30],
  [0, 0, 0, 47, 47],
  [1, 40.5, 11.25, 22.5, 30],
];

class Roi extends Block {
  readonly detector = new RoiDetector();

  forward(image: Tensor): Tensor {
    return concat(Object.values(this.detector.forward(image, tensor(ndarray(regions)))), 1);
  }
}

describeTwin("heat-detector", () => new Heat(), golden["heat-detector"]);
describeTwin("roi-detector", () => new Roi(), golden["roi-detector"]);
