export { diagram, diagramsOf, type DiagramOptions } from "./build.js";
export { edgePath } from "./edge-path.js";
export type { Box, Layout, Point } from "./geometry.js";
export { diagramMermaid } from "./mermaid.js";
export type { Diagram, DiagramCluster, DiagramEdge, DiagramFunction, DiagramKind, DiagramNode } from "./model.js";
export { layoutForScreen, layoutsForScreen } from "./screen.js";
export { diagramSvg } from "./svg.js";
