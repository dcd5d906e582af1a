import { readFileSync } from "node:fs";
import { describeTwin, type TwinGolden } from "@blockzoo/family-checks";
import { Autoencoder, convolutionalCoder, denseCoder } from "../src/index.js";

const golden = JSON.parse(readFileSync(new URL("./golden/twins.json", import.meta.url), "utf8")) as Record<
  string,
  TwinGolden
>;

const image = [1, 4, 6] as const;
const widths = [9, 7, 5];

const twins: Readonly<Record<string, () => Autoencoder>> = {
  "deep, logistic": () => new Autoencoder(denseCoder({ image, widths, hidden: "logistic" })),
  // The gradient of a tied matrix is the sum of those of its two places.
  "deep, ReLU, tied": () => new Autoencoder(denseCoder({ image, widths, tied: true })),
  "one logistic layer, tied": () => new Autoencoder(denseCoder({ image, widths: [9], code: "logistic", tied: true })),
  "linear, in colour": () => new Autoencoder(denseCoder({ image: [3, 3, 4], widths: [4] }), { pixels: "linear" }),
  convolutional: () => new Autoencoder(convolutionalCoder({ image: [1, 8, 8], channels: [3, 5], units: 4 })),
};

for (const [name, create] of Object.entries(twins)) describeTwin(name, create, golden[name]);
