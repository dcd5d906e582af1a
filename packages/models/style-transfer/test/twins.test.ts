import { readFileSync } from "node:fs";
import { averagePool, Block, type Tensor } from "@blockzoo/core";
import { describeTwin, type TwinGolden } from "@blockzoo/family-checks";
import { Stylist, TextureNetwork } from "../src/index.js";

const golden = JSON.parse(readFileSync(new URL("./golden/twins.json", import.meta.url), "utf8")) as Record<
  string,
  TwinGolden
>;

describeTwin("stylist", () => new Stylist({ widths: [2, 3, 4], residuals: 2 }), golden["stylist"]);

/** A texture network whose smaller noises are means of the largest, as the twin does it. */
class OfOneNoise extends Block {
  readonly network = new TextureNetwork({ scales: 3, width: 2 });

  forward(z: Tensor): Tensor {
    return this.network.forward(z, averagePool(z, { kernel: 2 }), averagePool(z, { kernel: 4 }));
  }
}

describeTwin("texture-network", () => new OfOneNoise(), golden["texture-network"]);
