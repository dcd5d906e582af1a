import {
  cast,
  div,
  equal,
  float32,
  gather,
  ndarray,
  or,
  reshape,
  sub,
  tensor,
  where,
  type Tensor,
  type TensorType,
} from "@blockzoo/core";
import type { NumberColumn, TableColumn, TablePreprocessing } from "@blockzoo/data/tables";
import type { ExportSteps } from "@blockzoo/family";

/** One feature of a network: a number column, or one category of a column. */
type Feature = NumberColumn | { readonly kind: "category"; readonly category: number };

/**
 * Rows of a table prepared by ops of the graph: its input is then the raw columns, float32 [N, columns], where a category is its
 * place in the column's list, from 0, and a missing number is NaN.
 */
export function preparedRows({ columns }: TablePreprocessing): NonNullable<ExportSteps["prepare"]> {
  const features = columns.map(featuresOf);
  return {
    input: float32("N", columns.length),
    apply: (raw, { shape }: TensorType) => reshape(prepare(spread(raw, features), features.flat()), shape),
  };
}

function featuresOf(column: TableColumn): readonly Feature[] {
  if (column.kind === "number") return [column];
  return column.categories.map((_, category) => ({ kind: "category", category }));
}

/** Each column as often as it has features. */
function spread(raw: Tensor, features: readonly (readonly Feature[])[]): Tensor {
  const sources = features.flatMap((own, column) => own.map(() => column));
  if (sources.length === features.length) return raw;
  return gather(raw, tensor(ndarray(sources, [sources.length], "int32")), { axis: 1 });
}

function prepare(values: Tensor, features: readonly Feature[]): Tensor {
  const row = (valueOf: (feature: Feature) => number) => tensor(ndarray(features.map(valueOf), [1, features.length]));
  const flags = (isSo: (feature: Feature) => boolean) =>
    tensor(
      ndarray(
        features.map((feature) => Number(isSo(feature))),
        [1, features.length],
        "bool",
      ),
    );
  const isNumber = (feature: Feature): feature is NumberColumn => feature.kind === "number";
  const hasFill = (feature: Feature) => isNumber(feature) && feature.fill !== undefined;
  const numbers = div(
    sub(
      // Nothing but NaN differs from itself.
      features.some(hasFill)
        ? where(
            or(
              equal(values, values),
              flags((feature) => !hasFill(feature)),
            ),
            values,
            row((feature) => (isNumber(feature) ? (feature.fill ?? 0) : 0)),
          )
        : values,
      row((feature) => (isNumber(feature) ? feature.mean : 0)),
    ),
    row((feature) => (isNumber(feature) ? feature.deviation : 1)),
  );
  if (features.every(isNumber)) return numbers;
  const chosen = cast(
    equal(
      values,
      row((feature) => (isNumber(feature) ? 0 : feature.category)),
    ),
    "float32",
  );
  return where(flags(isNumber), numbers, chosen);
}
