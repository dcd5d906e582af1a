import { useMemo, useState } from "preact/hooks";
import { variantIds } from "@blockzoo/zoo";
import { hrefOf } from "../frame/address.js";
import type { BlockFacts } from "../laboratory/networks/block-facts.js";
import type { NetworkName } from "../laboratory/networks/network-name.js";
import { indexCode } from "./code/code-index.js";
import { placeOfBlock, placeOfClass, placeOfFunction, type CodePlace } from "./code/code-place.js";
import { sourcesOf, type SourceFile } from "./code/sources.js";
import { CodeView } from "./code-view.js";
import type { DiagramItem } from "./diagram/items.js";
import { useAnswer } from "./use-answer.js";
import type { Selection } from "./use-selection.js";

interface CodePanelProps {
  readonly network: NetworkName;
  readonly selection: Selection;
  readonly blocks: readonly BlockFacts[];
}

/** The architecture's own TypeScript, with the line of what is selected. */
export function CodePanel({ network, selection, blocks }: CodePanelProps) {
  const { answer: files, problem } = useAnswer(() => sourcesOf(network.family), [network.family]);
  if (problem !== "") return <p class="error">{problem}</p>;
  if (files === undefined) return null;
  if (files.length === 0) {
    return <p class="muted">The sources of this family are in its own package, which does not come with this page.</p>;
  }
  return <Files files={files} network={network} selection={selection} blocks={blocks} />;
}

interface FilesProps extends CodePanelProps {
  readonly files: readonly SourceFile[];
}

function Files({ files, network, selection: { item, facts }, blocks }: FilesProps) {
  /** Where its reader went by hand, until something else is selected. */
  const [jump, setJump] = useState<{ readonly from: DiagramItem | undefined; readonly place: CodePlace }>();
  const classes = useMemo(() => indexCode(files), [files]);
  const types = useMemo(() => new Map(blocks.map(({ path, type }) => [path, type])), [blocks]);
  const architecture = { classes, types };
  const path = facts?.path ?? "";
  const found =
    item?.called === undefined
      ? placeOfBlock(architecture, path)
      : placeOfFunction(architecture, path, item.called.name);
  const own = placeOfClass(architecture, path);
  const place = jump?.from === item && jump !== undefined ? jump.place : (found ?? { file: files[0]!, lines: [] });
  const isElsewhere = own !== undefined && (own.file !== place.file || own.lines[0] !== place.lines[0]);
  return (
    <section class="code-panel" aria-label="Code">
      <div class="row">
        <select
          aria-label="File"
          value={place.file.name}
          onChange={(event) => {
            const file = files.find(({ name }) => name === event.currentTarget.value)!;
            setJump({ from: item, place: { file, lines: [] } });
          }}
        >
          {files.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        {isElsewhere && (
          <button type="button" onClick={() => setJump({ from: item, place: own })}>
            class {types.get(path)}
          </button>
        )}
        {variantIds.includes(network.variant) && (
          <a class="button" href={hrefOf("playground", [], { variant: network.variant })}>
            Change it in the playground
          </a>
        )}
      </div>
      <CodeView code={place.file.code} marked={place.lines} label={`The code of ${place.file.name}`} />
    </section>
  );
}
