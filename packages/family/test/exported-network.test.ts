import { Block, float32, Linear, type Tensor } from "@blockzoo/core";
import { expect, it } from "vitest";
import { exportedNetwork } from "../src/index.js";

class Net extends Block {
  static readonly input = { x: float32("N", 3) };
  readonly fc = new Linear(3, 2);
  forward(x: Tensor): Tensor {
    return this.fc.forward(x);
  }
}

it("takes the network of a module that also says how it learns", () => {
  const found = exportedNetwork({ Net, train: () => 0 }, { path: "my-net.ts" });
  expect(found).toMatchObject({ kind: "network", name: "Net", graphs: { forward: { input: Net.input } } });
  expect(() => exportedNetwork({ train: () => 0 }, { path: "my-net.ts" })).toThrow("my-net.ts: exports no network");
});

it("calls a default export that has no name of its own by its file", () => {
  const [anonymous] = [() => new Net()];
  expect(exportedNetwork({ default: anonymous }, { path: "/home/me/my-net.ts" }).name).toBe("my-net");
});
