import {
  countParameters,
  evaluate,
  float32,
  initialize,
  ndarray,
  referenceBackend,
  trace,
  zeros,
} from "@blockzoo/core";
import { describe, expect, it } from "vitest";
import { CifarResNet, resnet } from "../src/index.js";

describe("parameters", () => {
  it.each(Object.entries(resnet.variants))("%s", (_, { create, params }) => {
    expect(countParameters(create())).toBe(params);
  });
});
