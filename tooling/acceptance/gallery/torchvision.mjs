import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../harness/run.mjs";

const python = process.env["PYTHON"] ?? "/usr/bin/python3";
const script = fileURLToPath(new URL("../../golden/torchvision-predict.py", import.meta.url));

/** Why nothing of torchvision is compared; undefined where it is. */
export const whyNoTorchvision =
  spawnSync(python, ["-c", "import torchvision"]).status === 0
    ? undefined
    : "python3-torchvision is not installed: install it, or name a Python that has it in PYTHON";

/**
 * A ResNet-18 as torchvision saves it, a picture, and how probable torchvision says that each class is.
 * @param {string} folder
 */
export async function savedByTorchvision(folder) {
  const [weights, picture] = [path.join(folder, "resnet18.pth"), path.join(folder, "resnet18.png")];
  const printed = await run(python, [script, "resnet18", weights], { cwd: folder });
  /** @type {{ categories: string[], probabilities: number[] }} */
  const { categories, probabilities } = JSON.parse(printed.trim().split("\n").at(-1) ?? "");
  const said = new Map(categories.map((category, index) => [category, probabilities[index] ?? NaN]));
  return { weights, picture, said };
}
