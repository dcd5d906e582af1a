import type { Family, Lineage, Paper } from "@blockzoo/family";

/** What is known of a family without loading it. */
export interface FamilySummary {
  readonly title: string;
  /** The first of its papers. */
  readonly paper: Paper;
  /** Where it stands among the others, if it says so. */
  readonly lineage?: Lineage;
  /** By id. */
  readonly variants: Readonly<Record<string, VariantSummary>>;
  /** The tags of its trained weights. */
  readonly weights: readonly string[];
  /** The ids of its recipes. */
  readonly recipes: readonly string[];
  /** Ids of variants by their other spellings. */
  readonly aliases: Readonly<Record<string, string>>;
}

/** What is known of a variant without loading its family. */
export interface VariantSummary {
  /** The name of its task, such as `"image-classification"`. */
  readonly task: string;
  /** The number of parameters. */
  readonly params: number;
}

/** A row of the catalog. */
export interface CatalogEntry extends FamilySummary {
  load(): Promise<Family>;
}
