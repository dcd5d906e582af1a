import { describe, expect, it } from "vitest";
import { nearestNames } from "../src/index.js";

const names = ["lenet5", "lenet5-1998", "lenet5.mnist", "mlp", "mlp.iris"];

describe("the nearest names", () => {
  it.each([
    ["lenet4", "lenet5"],
    ["LeNet5", "lenet5"],
    ["mlp.irs", "mlp.iris"],
    ["lenet5-199", "lenet5-1998"],
  ])("finds for %s first %s", (wrong, expected) => {
    expect(nearestNames(wrong, names)[0]).toBe(expected);
  });

  it("finds nothing for what is like nothing", () => {
    expect(nearestNames("transformer", names)).toEqual([]);
  });

  it("takes the beginning of a name for it", () => {
    expect(nearestNames("lenet", names)).toContain("lenet5");
  });
});
