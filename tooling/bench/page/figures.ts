// The figures by which a case is judged, and whether they are known well enough to be shown.
import { estimateOf, type Estimate } from "../statistics.js";
import { ratioOf } from "./ratios.js";
import type { CaseRecord, ContenderRecord, Quantity } from "./records.js";

export interface Figure {
  /** Whose it is, as a sentence calls it. */
  readonly name: string;
  readonly estimate: Estimate;
  /** It is a ratio to a rival's, of which is asked on which side of 1 it lies. */
  readonly isVerdict: boolean;
}

/** The interval of a verdict that holds 1 may be as wide as this part of the median. */
const widestOpen = 0.1;

/** That of any figure may be as wide as this: a wider one says nothing. */
const widest = 0.5;

/** Why a case should not be shown, in sentences; none where its figures are known. */
export function doubtsAbout(figures: readonly Figure[]): string[] {
  return figures.flatMap(({ name, estimate: { median, least, most }, isVerdict }) => {
    const width = (most - least) / median;
    const isOpen = isVerdict && least <= 1 && 1 <= most;
    if (width <= (isOpen ? widestOpen : widest)) return [];
    const place = `${name}: the median lies between ${short(least)} and ${short(most)}`;
    return [isOpen ? `${place}, and so on either side of 1` : `${place}, which says nothing`];
  });
}

const short = (value: number) => value.toPrecision(3);

/** Ours, and PyTorch on as many threads. */
export function rivalsOf({ contenders }: CaseRecord): { own: ContenderRecord; peer: ContenderRecord | undefined }[] {
  const peers = contenders.filter(({ family }) => family === "pytorch");
  return contenders
    .filter(({ family }) => family === "blockzoo")
    .map((own) => ({ own, peer: peers.find(({ threads }) => threads === own.threads) }));
}

/** Ours to PyTorch's, on as many threads; ours alone where there is no PyTorch. */
export function rivalFigures(...quantities: readonly Quantity[]): (record: CaseRecord) => Figure[] {
  return (record) =>
    rivalsOf(record).flatMap(({ own, peer }) =>
      quantities.flatMap((quantity) => verdict(own, peer, quantity) ?? known(own, quantity) ?? []),
    );
}

/** Ours to each of the others'. */
export function inferenceFigures({ contenders }: CaseRecord): Figure[] {
  const [own, ...peers] = contenders;
  return peers.flatMap((peer) => verdict(own!, peer, "milliseconds") ?? []);
}

/** Everybody's times: what is shown of them is how they grow, or of which order they are. */
export function timeFigures({ contenders }: CaseRecord): Figure[] {
  return contenders.flatMap((contender) => known(contender, "milliseconds") ?? []);
}

function verdict(own: ContenderRecord, peer: ContenderRecord | undefined, quantity: Quantity): Figure | undefined {
  const estimate = ratioOf(own, peer, quantity);
  return estimate && { name: `${called(own, quantity)}, to ${peer!.label}'s`, estimate, isVerdict: true };
}

function known(contender: ContenderRecord, quantity: Quantity): Figure | undefined {
  if ("failure" in contender.values) return undefined;
  return { name: called(contender, quantity), estimate: estimateOf(contender.values[quantity]), isVerdict: false };
}

const words: Readonly<Record<Quantity, string>> = {
  milliseconds: "time",
  firstStepMilliseconds: "time to the first step",
  processorMilliseconds: "processor time",
  peakMegabytes: "memory",
};

const called = ({ label, threads }: ContenderRecord, quantity: Quantity) =>
  `${label}, ${threads} ${threads === 1 ? "thread" : "threads"}, ${words[quantity]}`;
