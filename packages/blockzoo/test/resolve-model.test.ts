import { aliases } from "@blockzoo/zoo";
import { expect, test } from "vitest";
import { resolveModel } from "../src/models/resolve-model.js";

test.each(Object.entries(aliases))("%s, as torchvision spells it, is %s", async (alias, id) => {
  const [spelled, own] = await Promise.all([resolveModel(alias), resolveModel(id)]);
  expect(spelled.variant).toBe(own.variant);
  expect(spelled.id).toBe(alias);
});
