import { Field } from "../../design/field.js";

interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly step?: number;
  onChange(value: number): void;
}

/** A number to change, which stands beside its name. */
export function Slider({ label, value, least, most, step = 1, onChange }: SliderProps) {
  return (
    <Field label={label} value={String(value)}>
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
