import { chrf } from "@blockzoo/train";
import { describe, expect, it } from "vitest";

const of = (predicted: string, ...references: string[]) => ({ predicted, references });

describe("chrf", () => {
  it("is the F-score of mean precision and recall, by hand", () => {
    // 1-grams: 2 of 3 predicted, 2 of 4 actual. 2-grams, ab bx and ab bc cd: 1 of 2, 1 of 3. 3-grams: 0 of 1, 0 of 2.
    const [precision, recall] = [(2 / 3 + 1 / 2 + 0) / 3, (2 / 4 + 1 / 3 + 0) / 3];
    expect(chrf([of("abx", "abcd")])).toBeCloseTo((5 * precision * recall) / (4 * precision + recall), 12);
    expect(chrf([of("abx", "abcd")], { beta: 1 })).toBeCloseTo((2 * precision * recall) / (precision + recall), 12);
    expect(chrf([of("abx", "abcd")], { order: 1 })).toBeCloseTo((5 * (2 / 3) * (1 / 2)) / (4 * (2 / 3) + 1 / 2), 12);
  });

  it("counts an n-gram as often as both sides have it", () => {
    // 1-grams: aaa and aab, 2 of 3 both ways.
    expect(chrf([of("aaa", "aab")], { order: 1 })).toBeCloseTo(2 / 3, 12);
    expect(chrf([of("aab", "aaa")], { order: 1 })).toBeCloseTo(2 / 3, 12);
  });

  it("is 1 for what is right, whatever the spaces, and 0 for what has nothing in common", () => {
    expect(chrf([of("a b c", "abc")])).toBe(1);
    expect(chrf([of("a", "a")])).toBe(1);
    expect(chrf([of("abcdefg", "hijklmnop")])).toBe(0);
    expect(chrf([of("", "reference")])).toBe(0);
    expect(chrf([])).toBeNaN();
  });

  it("counts the n-grams of all texts together", () => {
    expect(chrf([of("a", "a"), of("b", "c")])).toBe(0.5);
    // 1-grams: 3 of 4 predicted and of 5 actual. 2-grams: 1 of 2, 1 of 3. 3-grams: 0 of 1, and 0 of 1.
    const [precision, recall] = [(3 / 4 + 1 / 2) / 3, (3 / 5 + 1 / 3) / 3];
    const score = (5 * precision * recall) / (4 * precision + recall);
    expect(chrf([of("abx", "abc"), of("y", "yz")])).toBeCloseTo(score, 12);
  });

  it("takes the reference that fits best", () => {
    expect(chrf([of("It rains.", "It is raining.", "It rains.")])).toBe(1);
    expect(chrf([of("abx", "qqq", "abcd", "zz")])).toBe(chrf([of("abx", "abcd")]));
    expect(() => chrf([of("a", "a"), of("a")])).toThrow("chrf: text 1 has no reference");
  });

  it("counts characters and not code units", () => {
    expect(chrf([of("😀", "😁")])).toBe(0);
  });

  // From the tests of sacreBLEU (test/test_chrf.py, without smoothing, β = 3): in the last two white space counts there, and
  // here a sign stands for it.
  it.each<[string, string, number]>([
    ["aa", "ab", 25],
    [
      "Die Beziehung zwischen Obama und Netanjahu ist nicht gerade freundlich.",
      "Das Verhältnis zwischen Obama und Netanyahu ist nicht gerade freundschaftlich.",
      67.3481606,
    ],
    [
      "risk assessment must be made of those who are qualified and expertise in the sector - these are the scientists .",
      "risk assessment has to be undertaken by those who are qualified and expert in that area - that is the scientists .",
      65.2414427,
    ],
  ])("agrees with sacreBLEU: %s", (predicted, reference, percent) => {
    const marked = (text: string) => text.replaceAll(" ", "_");
    expect(100 * chrf([of(marked(predicted), marked(reference))], { beta: 3 })).toBeCloseTo(percent, 4);
  });
});
