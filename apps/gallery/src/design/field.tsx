import type { ComponentChildren } from "preact";
import "./field.css";

interface FieldProps {
  readonly label: string;
  /** What stands beside the label, such as the value of a slider. */
  readonly value?: string;
  /** The control itself. */
  readonly children: ComponentChildren;
}

/** A control below its label. */
export function Field({ label, value, children }: FieldProps) {
  return (
    <label class="field">
      <span class="field-label">
        {label}
        {/* No output element: a label belongs to the first control in it, which that would be. */}
        {value !== undefined && <span>{value}</span>}
      </span>
      {children}
    </label>
  );
}
