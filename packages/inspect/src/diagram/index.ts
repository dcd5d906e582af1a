export { diagram, diagramsOf, type DiagramOptions } from "./build.js";
export { edgePath } from "./edge-path.js";
export type { Box, Layout, Point } from "./geometry.js";
export { layoutForScreen } from "./layout.js";
export { diagramMermaid } from "./mermaid.js";
export type { Diagram, DiagramCluster, DiagramEdge, DiagramFunction, DiagramKind, DiagramNode } from "./model.js";
export { diagramSvg } from "./svg.js";
