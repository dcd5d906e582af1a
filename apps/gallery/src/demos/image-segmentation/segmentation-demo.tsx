import type { ImageClasses } from "@blockzoo/tasks/image-classification";
import type { DemoProps } from "../demo.js";
import { MarkedDemo } from "../marked-demo.js";

/** A network says of each pixel what it belongs to. */
export function SegmentationDemo(props: DemoProps<ImageClasses>) {
  const { network, meaning, laboratory } = props;
  return (
    <MarkedDemo
      {...props}
      introduction={`It says of each pixel what it belongs to: ${meaning.labels.join(", ")}.`}
      title="What is where"
      find={(picture) => laboratory.pictures.segment(network, picture)}
    />
  );
}
