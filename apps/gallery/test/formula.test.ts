import { describe, expect, it } from "vitest";
import type { Formula } from "../src/blocks/formula/formula.js";
import { parseFormula } from "../src/blocks/formula/parse-formula.js";

/** A formula as LaTeX writes it, so that one sees what became of it. */
function latex(formula: Formula): string {
  switch (formula.kind) {
    case "name":
    case "number":
    case "sign":
      return formula.text;
    case "row":
      return formula.pieces.map(latex).join(" ");
    case "fraction":
      return `\\frac{${latex(formula.numerator)}}{${latex(formula.denominator)}}`;
    case "root":
      return `\\sqrt{${latex(formula.radicand)}}`;
    case "fence":
      return `${formula.open}${latex(formula.body)}${formula.close}`;
    case "matrix":
      return formula.rows.map((cells) => cells.map(latex).join(" & ")).join(" \\\\ ");
    case "scripts": {
      const below = formula.below && `_{${latex(formula.below)}}`;
      const above = formula.above && `^{${latex(formula.above)}}`;
      return `${latex(formula.base)}${below ?? ""}${above ?? ""}`;
    }
  }
}

describe("a formula of a doc comment", () => {
  it.each([
    ["y[n,c] = 1/P Σ_p x[n,c,p]", "y_{n , c} = \\frac{1}{P} Σ_{p} x_{n , c , p}"],
    ["b_i = a_i / (k + α Σ_j a_j²)^β", "b_{i} = \\frac{a_{i}}{(k + α Σ_{j} a_{j}^{2})^{β}}"],
    ["y_i = exp(x_i) / Σ_j exp(x_j)", "y_{i} = \\frac{exp (x_{i})}{Σ_{j} exp (x_{j})}"],
    ["(x - mean_c) / √(variance_c + ε) + bias", "\\frac{x - mean_{c}}{\\sqrt{variance_{c} + ε}} + bias"],
    ["x/2 (1 + erf(x / √2))", "\\frac{x}{2} (1 + erf (\\frac{x}{\\sqrt{2}}))"],
    ["exp(-(i² + j²) / 2σ²)", "exp (- \\frac{i^{2} + j^{2}}{2 σ^{2}})"],
    ["(eˣ - e⁻ˣ) / (eˣ + e⁻ˣ)", "\\frac{e^{x} - e^{- x}}{e^{x} + e^{- x}}"],
    ["x[floor(p S / O)]", "x_{⌊p \\frac{S}{O}⌋}"],
    ["y = x[|p - before|]", "y = x_{|p - before|}"],
    ["y_i = max_j x_(i pieces + j)", "y_{i} = max_{j} x_{i pieces + j}"],
    ["Σ_c,i,j w[o,c,i,j]", "Σ_{c , i , j} w_{o , c , i , j}"],
    ["softmax_i(β cos(k, M_i))", "softmax_{i} (β cos (k , M_{i}))"],
    ["[[0, -1], [2, 0]]", "0 & - 1 \\\\ 2 & 0"],
    ["[a, b] = x", "[a , b] = x"],
    ["h' = o tanh(c')", "h' = o tanh (c')"],
    ["Q Kᵀ / √D", "Q \\frac{K^{T}}{\\sqrt{D}}"],
  ])("%s", (text, expected) => {
    expect(latex(parseFormula(text))).toBe(expected);
  });

  it("with a bracket that is open, or that nothing opened, says so", () => {
    expect(() => parseFormula("f(x")).toThrow('expected ")", found the end');
    expect(() => parseFormula("x) + 1")).toThrow('nothing opened what ")" closes');
  });
});
