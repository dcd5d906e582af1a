import type { Backend } from "@blockzoo/core";
import { afterAll, beforeAll } from "vitest";
import type { OpenBackends } from "./family-check.js";

/** The backends that tests run on, by the names under which they are reported. */
export type BackendsToOpen = Readonly<Record<string, () => Promise<Backend>>>;

/** Opens backends before the tests of the block it is called in, and disposes of them after these. */
export function openBackends(backends: BackendsToOpen): OpenBackends {
  const opened: Record<string, Backend> = {};
  beforeAll(async () => {
    for (const [id, open] of Object.entries(backends)) opened[id] = await open();
  });
  afterAll(() => Promise.all(Object.values(opened).map((backend) => backend.dispose())));
  return opened;
}
