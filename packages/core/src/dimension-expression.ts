import { BlockzooError } from "./errors.js";

export type DimensionOperator = "+" | "-" | "*" | "/";

/** What the parts of a dimension's text become. */
export interface DimensionAlgebra<T> {
  number(value: number): T;
  name(name: string): T;
  apply(operator: DimensionOperator, left: T, right: T): T;
}

const operations: Readonly<Record<DimensionOperator, (left: number, right: number) => number>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => Math.floor(left / right),
};

/**
 * The size that a named dimension has where its names have sizes.
 *
 * @example evaluateDimension("(H-1)/2+1", () => 32)   // 16
 * @throws BlockzooError for a text that is no such expression
 */
export function evaluateDimension(text: string, sizeOf: (name: string) => number): number {
  return foldDimension<number>(text, {
    number: (value) => value,
    name: sizeOf,
    apply: (operator, left, right) => operations[operator](left, right),
  });
}

/**
 * Reads the text of a named dimension, such as `"(H-1)/2+1"`; division rounds down.
 *
 * @throws BlockzooError for a text that is no such expression
 */
export function foldDimension<T>(text: string, algebra: DimensionAlgebra<T>): T {
  const tokens = text.match(/\w+|[^\s\w]/g) ?? [];
  let at = 0;
  const expect = (condition: boolean): void => {
    if (!condition) throw new BlockzooError(`the dimension "${text}" cannot be read at "${tokens.slice(at).join("")}"`);
  };
  const operand = (): T => {
    const token = tokens[at] ?? "";
    if (token === "(") {
      at++;
      const inner = sum();
      expect(tokens[at] === ")");
      at++;
      return inner;
    }
    expect(/^\w+$/.test(token));
    at++;
    return /^\d+$/.test(token) ? algebra.number(Number(token)) : algebra.name(token);
  };
  const chain = (operators: string, next: () => T): T => {
    let left = next();
    while (at < tokens.length && operators.includes(tokens[at]!)) {
      const operator = tokens[at++] as DimensionOperator;
      left = algebra.apply(operator, left, next());
    }
    return left;
  };
  const sum = (): T => chain("+-", () => chain("*/", operand));
  const result = sum();
  expect(at === tokens.length);
  return result;
}
