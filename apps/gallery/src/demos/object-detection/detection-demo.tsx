import { useState } from "preact/hooks";
import { Slider } from "../../design/slider.js";
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
      <Slider
        label="Sure enough from"
        value={threshold}
        said={threshold.toFixed(2)}
        least={0.05}
        most={0.95}
        step={0.05}
        onChange={setThreshold}
      />
    </MarkedDemo>
  );
}
