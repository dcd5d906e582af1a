/** A formula as it is set: what stands beside, above and below what. */
export type Formula =
  | { readonly kind: "name" | "number" | "sign"; readonly text: string }
  | { readonly kind: "row"; readonly pieces: readonly Formula[] }
  | { readonly kind: "scripts"; readonly base: Formula; readonly below?: Formula; readonly above?: Formula }
  | { readonly kind: "fraction"; readonly numerator: Formula; readonly denominator: Formula }
  | { readonly kind: "root"; readonly radicand: Formula }
  | { readonly kind: "fence"; readonly open: string; readonly close: string; readonly body: Formula }
  | { readonly kind: "matrix"; readonly rows: readonly (readonly Formula[])[] };

export function rowOf(pieces: readonly Formula[]): Formula {
  return pieces.length === 1 ? pieces[0]! : { kind: "row", pieces };
}
