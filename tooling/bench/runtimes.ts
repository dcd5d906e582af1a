/** What our training steps run on, in Node and in a page. */
export type NodeRuntime = "onnxruntime-node" | "onnxruntime-node-webgpu" | "onnxruntime-web-wasm" | "tfjs-wasm";
export type PageRuntime = "onnxruntime-web-wasm" | "onnxruntime-web-webgpu" | "tfjs-wasm" | "tfjs-webgpu";
