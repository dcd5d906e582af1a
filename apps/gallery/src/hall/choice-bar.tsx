import { Field } from "../design/field.js";
import { sizes, years, type Choice } from "./choice.js";
import "./choice-bar.css";

interface ChoiceBarProps {
  readonly choice: Choice;
  readonly tasks: readonly string[];
  readonly onChange: (choice: Choice) => void;
}

/** Search, and filters by task, size and year. */
export function ChoiceBar({ choice, tasks, onChange }: ChoiceBarProps) {
  return (
    <form class="choice-bar" role="search" onSubmit={(event) => event.preventDefault()}>
      <Field label="Search">
        <input
          type="search"
          value={choice.search}
          placeholder="ResNet, attention, Hinton …"
          onInput={(event) => onChange({ ...choice, search: event.currentTarget.value })}
        />
      </Field>
      <Select label="Task" all="any task" items={tasks} {...choices("task")} />
      <Select label="Parameters" all="any size" items={Object.keys(sizes)} {...choices("size")} />
      <Select label="Years" all="all years" items={Object.keys(years)} {...choices("years")} />
      <label class="with-planned">
        <input
          type="checkbox"
          checked={choice.planned !== "no"}
          onChange={(event) => onChange({ ...choice, planned: event.currentTarget.checked ? "" : "no" })}
        />{" "}
        also what is not built yet
      </label>
    </form>
  );

  function choices(key: "task" | "size" | "years") {
    return { value: choice[key], onChange: (value: string) => onChange({ ...choice, [key]: value }) };
  }
}

interface SelectProps {
  readonly label: string;
  /** What the choice of nothing is called. */
  readonly all: string;
  readonly items: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Select({ label, all, items, value, onChange }: SelectProps) {
  return (
    <Field label={label}>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{all}</option>
        {items.map((item) => (
          <option key={item}>{item}</option>
        ))}
      </select>
    </Field>
  );
}
