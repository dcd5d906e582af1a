import { useEffect, useState } from "preact/hooks";
import { runtimes, runtimeNames, type RuntimeName } from "../frame/runtimes.js";
import { keepSpeeds, keptSpeeds } from "./kept-settings.js";
import { speedText } from "./progress.js";

interface SpeedsProps {
  readonly recipe: string;
  /** The open runtime, and how fast the run goes on it. */
  readonly runtime: RuntimeName;
  readonly stepsPerSecond: number | undefined;
}

/** How fast this recipe was on the runtimes that it was tried on. */
export function MeasuredSpeeds({ recipe, runtime, stepsPerSecond }: SpeedsProps) {
  const [speeds, setSpeeds] = useState(() => keptSpeeds(recipe));
  useEffect(() => setSpeeds(keptSpeeds(recipe)), [recipe]);
  useEffect(() => {
    if (stepsPerSecond === undefined) return;
    const measured = { ...speeds, [runtime]: stepsPerSecond };
    setSpeeds(measured);
    keepSpeeds(recipe, measured);
  }, [stepsPerSecond]);
  const known = runtimeNames.filter((name) => speeds[name] !== undefined);
  if (known.length < 2) return null;
  return (
    <p class="small muted numbers-aligned">
      Measured here, in steps a second:{" "}
      {known.map((name) => `${runtimes[name]} ${speedText(speeds[name]!)}`).join(" · ")}
    </p>
  );
}
