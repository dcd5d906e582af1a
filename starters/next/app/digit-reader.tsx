"use client";
import { useEffect, useState } from "react";

type Digits = Awaited<ReturnType<typeof load>>;

async function load() {
  const [{ lenet }, { onnxruntime }] = await Promise.all([
    import("@blockzoo/lenet"),
    import("@blockzoo/backend-onnxruntime"),
  ]);
  return lenet.load("lenet5.mnist", { backend: await onnxruntime({ wasmPaths: "/ort/" }) });
}

/** Runs in the page: the runtime is fetched when the component is there. */
export function DigitReader() {
  const [digits, setDigits] = useState<Digits>();
  const [text, setText] = useState("loading …");
  useEffect(() => {
    load().then(
      (loaded) => {
        setDigits(() => loaded);
        setText("ready");
      },
      (error: Error) => setText(error.message),
    );
  }, []);
  const read = async (file: File) => {
    const [best] = await digits!.classify(file);
    setText(`${best!.label}, with probability ${best!.probability.toFixed(3)}`);
  };
  return (
    <>
      <label>
        A picture of a digit:{" "}
        <input type="file" accept="image/png,image/jpeg" onChange={(event) => read(event.currentTarget.files![0]!)} />
      </label>
      <p>
        <output>{text}</output>
      </p>
    </>
  );
}
