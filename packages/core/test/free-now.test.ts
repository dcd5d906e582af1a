import { describe, expect, it } from "vitest";
import { freeNow } from "../src/index.js";

describe("freeNow", () => {
  it("empties an array that is all of its buffer, once or more", () => {
    const array = new Float32Array(4);
    freeNow(array);
    freeNow(array);
    expect(array).toHaveLength(0);
  });
  it("leaves alone what others may use", () => {
    const part = new Float32Array(4).subarray(1);
    const shared = new Float32Array(new SharedArrayBuffer(8));
    freeNow(part);
    freeNow(shared);
    expect([part.length, shared.length]).toEqual([3, 2]);
  });
});
