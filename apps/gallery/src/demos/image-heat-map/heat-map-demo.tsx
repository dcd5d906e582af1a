import { useState } from "preact/hooks";
import type { ImageClasses } from "@blockzoo/tasks/image-classification";
import { Field } from "../../design/field.js";
import type { DemoProps } from "../demo.js";
import { MarkedDemo } from "../marked-demo.js";

/** A network says where in a picture each of its classes is. */
export function HeatMapDemo(props: DemoProps<ImageClasses>) {
  const { network, meaning, laboratory } = props;
  const [label, setLabel] = useState(meaning.labels[0]!);
  return (
    <MarkedDemo
      {...props}
      introduction="A network that reads digits, slid over a larger picture in one pass, says where each of them is."
      title="Where it is"
      find={(picture) => laboratory.pictures.heatMap(network, picture, label)}
      lookedFor={label}
    >
      <Field label="Look for">
        <select value={label} onChange={(event) => setLabel(event.currentTarget.value)}>
          {meaning.labels.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </Field>
    </MarkedDemo>
  );
}
