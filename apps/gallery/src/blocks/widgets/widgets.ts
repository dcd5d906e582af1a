import type { ComponentType } from "preact";

/** Blocks that one can play with, and what fetches the widget: its numbers come from the reference. */
export const widgets: Readonly<Record<string, () => Promise<ComponentType>>> = {
  Conv2d: async () => (await import("./convolution-widget.js")).ConvolutionWidget,
  MaxPool2d: async () => (await import("./pooling-widget.js")).PoolingWidget,
  MaxUnpool2d: async () => (await import("./pooling-widget.js")).PoolingWidget,
  ConvTranspose2d: async () => (await import("./transposed-convolution-widget.js")).TransposedConvolutionWidget,
  softmax: async () => (await import("./softmax-widget.js")).SoftmaxWidget,
  BatchNorm2d: async () => (await import("./batch-norm-widget.js")).BatchNormWidget,
  Dropout: async () => (await import("./dropout-widget.js")).DropoutWidget,
  LSTM: async () => (await import("./gates-widget.js")).LstmWidget,
  GRU: async () => (await import("./gates-widget.js")).GruWidget,
  dotProductAttention: async () => (await import("./attention-widget.js")).AttentionWidget,
  MemoryBank: async () => (await import("./memory-widget.js")).MemoryWidget,
};
