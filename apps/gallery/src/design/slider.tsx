import { Field } from "./field.js";

interface SliderProps {
  readonly label: string;
  readonly value: number;
  /** The value as it is said beside its name; in full by default. */
  readonly said?: string;
  readonly least: number;
  readonly most: number;
  /** 1 by default; `"any"` has none. */
  readonly step?: number | "any";
  onChange(value: number): void;
}

/** A number to change, which stands beside its name. */
export function Slider({ label, value, said = String(value), least, most, step = 1, onChange }: SliderProps) {
  return (
    <Field label={label} value={said}>
      <input
        type="range"
        min={least}
        max={most}
        step={step}
        value={value}
        onInput={(event) => onChange(Number(event.currentTarget.value))}
      />
    </Field>
  );
}
