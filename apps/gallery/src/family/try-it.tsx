import type { ComponentType } from "preact";
import type { Remote } from "comlink";
import { Notice } from "../design/notice.js";
import type { DemoProps } from "../demos/demo.js";
import { demos, hasDemo } from "../demos/demos.js";
import { hrefOf } from "../frame/address.js";
import type { RuntimeName } from "../frame/runtimes.js";
import type { Laboratory } from "../laboratory/laboratory.worker.js";
import type { FamilyFacts, VariantFacts } from "../laboratory/networks/family-facts.js";
import type { NetworkName } from "../laboratory/networks/network-name.js";
import { useAnswer } from "./use-answer.js";

interface TryItProps {
  readonly family: FamilyFacts;
  readonly variant: VariantFacts;
  readonly network: NetworkName;
  readonly laboratory: Remote<Laboratory>;
  readonly runtime: RuntimeName;
  readonly isOpen: boolean;
}

/** What a trained network does for its user, to be tried. */
export function TryIt({ family, variant, network, ...props }: TryItProps) {
  const { weights } = network;
  if (weights === undefined) return <Untrained family={family} variant={variant} />;
  if (!hasDemo(variant.task)) {
    return (
      <p>
        There is nothing to play with here: what this network takes and gives are plain numbers. Its{" "}
        <a href={hrefOf("families", [family.name, variant.id], { tab: "inside", weights })}>inside</a> shows what it
        makes of them.
      </p>
    );
  }
  return <Demo {...props} task={variant.task} network={{ ...network, weights }} />;
}

interface LoadedDemoProps extends Pick<TryItProps, "laboratory" | "runtime" | "isOpen"> {
  readonly task: keyof typeof demos;
  readonly network: Required<NetworkName>;
}

function Demo({ task, network, laboratory, ...props }: LoadedDemoProps) {
  const loaded = useAnswer(async () => {
    const [Shown, meaning] = await Promise.all([demos[task](), laboratory.networks.meaning(network)]);
    // The meaning is what the task of this demo has parsed.
    return { Shown: Shown as ComponentType<DemoProps>, meaning, network };
  }, [network.family, network.variant, network.weights]);
  if (loaded.problem !== "") return <Notice kind="problem">{loaded.problem}</Notice>;
  if (loaded.answer === undefined) return <p class="muted">One moment …</p>;
  const { Shown, ...given } = loaded.answer;
  return (
    <div class="demo">
      <Shown {...props} {...given} laboratory={laboratory} />
    </div>
  );
}

/** Says so, and where to go. */
function Untrained({ family, variant }: Pick<TryItProps, "family" | "variant">) {
  const trained = family.variants.filter(({ weights }) => weights.length > 0);
  const link = (id: string) => <a href={hrefOf("families", [family.name, id], { tab: "try" })}>{id}</a>;
  return (
    <>
      <p>
        {variant.weights.length > 0
          ? "This network is not trained. Choose its weights above."
          : `No trained weights of ${variant.id} come with this page, so there is nothing to try yet.`}
      </p>
      {variant.weights.length === 0 && trained.length > 0 && (
        <p>
          Of this family, {joined(trained.map(({ id }) => link(id)))} {trained.length === 1 ? "is" : "are"} trained.
        </p>
      )}
      <p>
        You can <a href={hrefOf("families", [family.name, variant.id], { tab: "inside" })}>look inside</a>: the diagram,
        the code, and what its first weights make of an example.
      </p>
    </>
  );
}

function joined(links: readonly preact.JSX.Element[]) {
  return links.map((link, index) => (
    <>
      {index > 0 && (index === links.length - 1 ? " and " : ", ")}
      {link}
    </>
  ));
}
