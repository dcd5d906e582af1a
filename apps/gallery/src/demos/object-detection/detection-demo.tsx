import { useState } from "preact/hooks";
import { Field } from "../../design/field.js";
import type { DemoProps } from "../demo.js";
import { MarkedDemo } from "../marked-demo.js";

/** A network says what is in a picture, and draws a box around it. */
export function DetectionDemo(props: DemoProps) {
  const { network, laboratory } = props;
  const [threshold, setThreshold] = useState(0.5);
  return (
    <MarkedDemo
      {...props}
      introduction="It has learned circles, squares and triangles, in pictures with one of them, and draws a box around it."
      title="What is where"
      find={(picture) => laboratory.pictures.detect(network, picture, threshold)}
      lookedFor={threshold}
    >
      <Field label="Sure enough from" value={threshold.toFixed(2)}>
        <input
          type="range"
          min={0.05}
          max={0.95}
          step={0.05}
          value={threshold}
          onInput={(event) => setThreshold(Number(event.currentTarget.value))}
        />
      </Field>
    </MarkedDemo>
  );
}
