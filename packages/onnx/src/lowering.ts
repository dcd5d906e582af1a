import type { Attributes, AttributesOf, PrimitiveName } from "@blockzoo/core";
import type { LoweringContext } from "./lowering-context.js";
import type { Value } from "./values.js";

export type { AttributesOf };

/** An output's value, or what writes it when something first asks for it; undefined only where nothing does. */
export type LoweredOutput = Value | (() => Value) | undefined;

/** The values of a node's outputs; a single one stands for itself. */
export type LoweredOutputs = Value | readonly LoweredOutput[];

/** How one op is written in ONNX. */
export type Lowering<A extends Attributes = Attributes> = (context: LoweringContext<A>) => LoweredOutputs;

/** A row for every primitive: a forgotten one does not compile. */
export type Lowerings<Name extends PrimitiveName> = { readonly [Each in Name]: Lowering<AttributesOf<Each>> };

/**
 * Composites that a table writes with an operator of their own. What a row is handed cannot always be written that way:
 * `context.decompose()` then writes the composite's definition.
 */
export type CompositeLowerings = Readonly<Record<string, Lowering>>;

/** An op that a table cannot write; the reason is shown to the user, beside those of all other nodes of the graph. */
export function unsupported(reason: string): Lowering {
  return (context) => context.refuse(reason);
}
