import type { Tensor } from "../../tensor.js";
import { GraphBuilder } from "../builder.js";
import type { Graph, Node, Region } from "../graph.js";
import { bodyOf, operatorOf, rewrite } from "../rewrite.js";

/**
 * Fits a graph to a backend: every region whose name is in `composites` becomes one node `"composite"` with attributes
 * `{ name, ...attributes, body }`, provided that nothing outside uses what is inside; all others stay decomposed. The body
 * keeps the meaning, so that native and decomposed results can be tested equal.
 */
export function lower(graph: Graph, options: { readonly composites: ReadonlySet<string> }): Graph {
  const chosen = collapsible(graph, options.composites);
  const isInside = (node: Node) => regionIn(node.region, chosen);
  const membersOf = new Map<Region, Node[]>();
  for (const node of graph.nodes) {
    const region = isInside(node);
    if (region !== undefined) append(membersOf, region, node);
  }
  return rewrite(graph, {
    drop: (node) => {
      const region = isInside(node);
      return region !== undefined && chosen.get(region) !== node;
    },
    node(node, { builder, get, copy }) {
      const region = isInside(node);
      const body = bodyOf(node.attributes);
      if (region === undefined) {
        return body === undefined ? undefined : copy(node, { ...node.attributes, body: lower(body, options) });
      }
      const attributes = { ...region.attributes, name: region.name, body: bodyGraph(region, membersOf.get(region)!) };
      const outputs = builder.addNode("composite", region.inputs.map(get), attributes, region.outputs, {
        path: node.path,
        region: undefined,
      });
      // The rewriter maps this node's own outputs; a region may return values of several of its nodes.
      return node.outputs.map((own) => outputs[region.outputs.indexOf(own)]!);
    },
  });
}

/** The regions to collapse, outermost first, each with its last node, which the composite takes the place of. */
function collapsible(graph: Graph, names: ReadonlySet<string>): Map<Region, Node> {
  const users = new Map<Tensor, Node[]>();
  for (const node of graph.nodes) {
    for (const input of node.inputs) append(users, input, node);
  }
  const escaping = new Set([
    ...graph.outputs.map((output) => output.tensor),
    ...graph.state.map((entry) => entry.output),
    ...graph.probes.map((probe) => probe.tensor),
  ]);
  const members = new Map<Region, Node[]>();
  for (const node of graph.nodes) {
    for (let region = node.region; region !== undefined; region = region.parent) {
      append(members, region, node);
    }
  }
  const chosen = new Map<Region, Node>();
  for (const [region, nodes] of members) {
    if (!names.has(region.name)) continue;
    const inside = new Set(nodes);
    const last = nodes.at(-1)!;
    const visible = new Set(region.outputs);
    const sealed = nodes.every((node) =>
      node.outputs.every(
        (output) =>
          visible.has(output) || (!escaping.has(output) && (users.get(output) ?? []).every((user) => inside.has(user))),
      ),
    );
    const declared = new Set<Tensor>(region.inputs);
    const closed = nodes.every((node) => node.inputs.every((input) => inside.has(input.node) || declared.has(input)));
    // The composite stands where the region's last node stood; that node must make all the values the region returns.
    const whole = region.outputs.length > 0 && region.outputs.every((output) => output.node === last);
    if (sealed && closed && whole) chosen.set(region, last);
  }
  return new Map([...chosen].filter(([region]) => regionIn(region.parent, chosen) === undefined));
}

function append<Key, Item>(lists: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

/** The outermost chosen region around a node. */
function regionIn(region: Region | undefined, chosen: ReadonlyMap<Region, Node>): Region | undefined {
  let found: Region | undefined;
  for (let each = region; each !== undefined; each = each.parent) if (chosen.has(each)) found = each;
  return found;
}

function bodyGraph(region: Region, members: readonly Node[]): Graph {
  const builder = new GraphBuilder();
  const tensors = new Map<Tensor, Tensor>();
  region.inputs.forEach((input, index) => tensors.set(input, builder.input(`input.${index}`, input)));
  for (const node of members) {
    const inputs = node.inputs.map((input) => tensors.get(input)!);
    const outputs = builder.addNode(operatorOf(node), inputs, node.attributes, node.outputs);
    node.outputs.forEach((old, index) => tensors.set(old, outputs[index]!));
  }
  return builder.finish(
    region.outputs.map((output, index) => ({ name: `output.${index}`, tensor: tensors.get(output)! })),
  );
}
