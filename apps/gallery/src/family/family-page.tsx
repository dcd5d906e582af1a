import { useEffect } from "preact/hooks";
import { Field } from "../design/field.js";
import { Notice } from "../design/notice.js";
import { Tabs } from "../design/tabs.js";
import { hrefOf, replaceAddress } from "../frame/address.js";
import type { PageProps } from "../frame/page.js";
import type { FamilyFacts, VariantFacts } from "../laboratory/networks/family-facts.js";
import type { NetworkName } from "../laboratory/networks/network-name.js";
import { Claims } from "./claims.js";
import { LookInside } from "./look-inside.js";
import { Papers } from "./papers.js";
import { TrainIt } from "./train-it.js";
import { TryIt } from "./try-it.js";
import { useAnswer } from "./use-answer.js";
import "./family-page.css";

const tabs = [
  { name: "try", title: "Try it" },
  { name: "inside", title: "Look inside" },
  { name: "train", title: "Train it" },
  { name: "claims", title: "Claims" },
] as const;

type TabName = (typeof tabs)[number]["name"];

/** `#/families/resnet/resnet50?tab=inside&weights=...`: all that there is to a family of networks, of which one is looked at. */
export function FamilyPage({ address, laboratory, ...props }: PageProps) {
  const [family = "", asked] = address.parts;
  // Weights that were given meanwhile are there, too.
  const facts = useAnswer(() => laboratory.networks.family(family), [family, address.query.get("weights")]);
  if (facts.problem !== "") return <Notice kind="problem">{facts.problem}</Notice>;
  if (facts.answer?.name !== family) return <p class="muted">One moment …</p>;
  const variant = variantOf(facts.answer, asked);
  if (variant === undefined) {
    return (
      <Notice kind="problem">
        {facts.answer.title} has no variant “{asked}”: <a href={hrefOf("families", [family])}>see those it has</a>
      </Notice>
    );
  }
  return (
    <Family key={family} {...props} address={address} laboratory={laboratory} facts={facts.answer} variant={variant} />
  );
}

/** The variant of a name; without one, the first that comes trained, which there is something to do with. */
function variantOf({ variants }: FamilyFacts, name: string | undefined): VariantFacts | undefined {
  if (name !== undefined) return variants.find(({ id }) => id === name);
  return variants.find(({ weights }) => weights.length > 0) ?? variants[0];
}

interface FamilyProps extends PageProps {
  readonly facts: FamilyFacts;
  readonly variant: VariantFacts;
}

/** The value of the select for a network that is not trained. */
const untrained = "none";

function Family({ facts, variant, address, laboratory, runtime, isOpen, onTitle }: FamilyProps) {
  const { name, title, papers, variants } = facts;
  const asked = address.query.get("weights") ?? variant.weights[0];
  const weights = asked === untrained ? undefined : variant.weights.find((tag) => tag === asked);
  const tab =
    tabs.find((each) => each.name === address.query.get("tab"))?.name ?? (weights === undefined ? "inside" : "try");
  const network: NetworkName = { family: name, variant: variant.id, ...(weights !== undefined && { weights }) };
  useEffect(() => onTitle(title), [title]);

  const key = `${variant.id}/${weights ?? ""}`;
  const shown = { network, variant, laboratory, runtime, isOpen };
  const change = (changes: Readonly<Record<string, string>>) => {
    const query = { ...Object.fromEntries(address.query), ...changes };
    replaceAddress(hrefOf("families", [name, variant.id], query));
  };
  return (
    <>
      <header class="family-head">
        <div>
          <h1>{title}</h1>
          <Papers papers={papers} />
          <p class="family-variant">
            <code>{variant.id}</code>: {variant.summary}
          </p>
        </div>
        <div class="family-choices">
          <Field label="Variant">
            <select
              value={variant.id}
              onChange={(event) => (location.hash = hrefOf("families", [name, event.currentTarget.value], { tab }))}
            >
              {variants.map(({ id, summary }) => (
                <option key={id} value={id}>
                  {id}: {summary}
                </option>
              ))}
            </select>
          </Field>
          <Field label="Weights">
            <select value={weights ?? untrained} onChange={(event) => change({ weights: event.currentTarget.value })}>
              {variant.weights.map((tag) => (
                <option key={tag} value={tag}>
                  {tag}
                </option>
              ))}
              <option value={untrained}>none: as before training</option>
            </select>
          </Field>
        </div>
      </header>
      <Tabs<TabName> label={title} tabs={tabs} selected={tab} onSelect={(selected) => change({ tab: selected })}>
        <div hidden={tab !== "try"}>
          <TryIt key={variant.id} family={facts} {...shown} />
        </div>
        {tab === "inside" && <LookInside key={key} {...shown} />}
        {tab === "claims" && <Claims family={name} laboratory={laboratory} />}
        {tab === "train" && <TrainIt key={key} {...shown} />}
      </Tabs>
    </>
  );
}
