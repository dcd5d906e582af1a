import { useState } from "preact/hooks";
import { FileButton } from "../design/file-button.js";
import { Notice } from "../design/notice.js";
import { CodeView } from "../family/code-view.js";
import { hrefOf } from "../frame/address.js";
import type { PageProps } from "../frame/page.js";
import type { NetworkName } from "../laboratory/networks/network-name.js";
import "./own-page.css";

const guestLine = `"my-net": async () => (await import("blockzoo-family-my-net")).myNet,`;

/** `#/own`: a file with the weights of one of the architectures here, which then has its page. */
export function OwnPage({ laboratory }: PageProps) {
  const [found, setFound] = useState<readonly Required<NetworkName>[]>([]);
  const [isReading, setIsReading] = useState(false);
  const [problem, setProblem] = useState("");

  const read = async (file: File) => {
    setProblem("");
    setFound([]);
    setIsReading(true);
    try {
      setFound(await laboratory.networks.give(file));
    } catch (error) {
      setProblem((error as Error).message);
    }
    setIsReading(false);
  };
  return (
    <>
      <h1>Your own model</h1>
      <p class="lead">
        Weights that you trained, or downloaded, for one of the architectures here: drop the file, and look into it and
        try it, as those that come with the page. It does not leave this machine.
      </p>
      <div
        class="own-drop"
        aria-busy={isReading}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          const file = event.dataTransfer?.files[0];
          if (file !== undefined) void read(file);
        }}
      >
        <p>{isReading ? "Reading …" : "Drop a file here"}</p>
        <FileButton accept=".safetensors,.pth,.pt,.bin,.onnx" disabled={isReading} onFile={(file) => void read(file)}>
          Open a file
        </FileButton>
        <p class="small muted">
          safetensors, PyTorch's .pth of torchvision's networks, or an .onnx that was exported here; up to 700 MB
        </p>
      </div>
      {problem !== "" && <Notice kind="problem">{problem}</Notice>}
      {found.length > 0 && <Found networks={found} />}
      <h2>Your own architecture</h2>
      <p>
        A package that calls <code>defineFamily</code> stands in the hall, with a page and its training like all others,
        by a line in <code>apps/gallery/src/families.ts</code>; <code>npm create @blockzoo/family my-net</code> makes
        one.
      </p>
      <CodeView code={guestLine} label="The line of a family" />
    </>
  );
}

/** Where the file fits: mostly one network; more where variants differ in nothing that has weights. */
function Found({ networks }: { readonly networks: readonly Required<NetworkName>[] }) {
  return (
    <section aria-live="polite">
      <h2>{networks.length === 1 ? "These are the weights of" : "These may be the weights of"}</h2>
      <ul>
        {networks.map(({ family, variant, weights }) => (
          <li key={variant}>
            <a href={hrefOf("families", [family, variant], { weights, tab: "inside" })}>{variant}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
