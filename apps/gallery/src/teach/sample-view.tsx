import { useEffect, useRef, useState } from "preact/hooks";
import { parseWav } from "@blockzoo/data";
import type { SampleKind } from "./sample.js";

interface SampleViewProps {
  readonly kind: SampleKind;
  readonly file: Blob;
}

/** A sample as one sees it: a picture, or the loudness of a sound. */
export function SampleView({ kind, file }: SampleViewProps) {
  return kind === "pictures" ? <PictureView file={file} /> : <SoundView file={file} />;
}

function PictureView({ file }: { readonly file: Blob }) {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return <img src={address} alt="" />;
}

const bars = 24;

function SoundView({ file }: { readonly file: Blob }) {
  const [loudness, setLoudness] = useState<readonly number[]>([]);
  const isWanted = useRef(true);
  useEffect(() => {
    isWanted.current = true;
    const read = async () => {
      const { samples } = parseWav(new Uint8Array(await file.arrayBuffer()), { name: "the sound" });
      if (isWanted.current) setLoudness(loudnessOf(samples.data));
    };
    void read().catch(() => {});
    return () => void (isWanted.current = false);
  }, [file]);
  return (
    <svg viewBox={`0 0 ${2 * bars} 24`} aria-hidden="true">
      {loudness.map((value, index) => (
        <rect key={index} x={2 * index} width={1.4} y={12 - 11 * value} height={Math.max(0.6, 22 * value)} />
      ))}
    </svg>
  );
}

/** The largest sample of each part, of the largest of all. */
function loudnessOf(samples: ArrayLike<number>): readonly number[] {
  const part = Math.ceil(samples.length / bars);
  const peaks = Array.from({ length: bars }, (_, bar) => {
    let peak = 0;
    for (let at = bar * part; at < Math.min(samples.length, (bar + 1) * part); at++) {
      peak = Math.max(peak, Math.abs(samples[at]!));
    }
    return peak;
  });
  const most = Math.max(1e-6, ...peaks);
  return peaks.map((peak) => peak / most);
}
