import { Dropout, Gate, Identity, Linear, Neuron, relu, Residual, Sequential, tanh, Weight } from "@blockzoo/core";
import type { BlockCase } from "../block-case.js";

const vectors = [{ shape: [3, 4] }];

export const basicCases: readonly BlockCase[] = [
  { title: "Identity", inputs: vectors, create: () => new Identity() },
  { title: "Dropout: eval mode", inputs: vectors, create: () => new Dropout(0.5) },
  {
    title: "Sequential: named stages",
    inputs: vectors,
    create: () => new Sequential({ fc1: new Linear(4, 3), activation: tanh, fc2: new Linear(3, 2) }),
  },
  { title: "Residual: identity", inputs: vectors, create: () => new Residual(new Linear(4, 4)) },
  {
    title: "Residual: projection",
    inputs: vectors,
    create: () => new Residual(new Linear(4, 2), new Linear(4, 2, { bias: false })),
  },
  { title: "Weight", inputs: [{ shape: [2, 3] }], create: () => new Weight() },
  { title: "Neuron: logistic", inputs: vectors, create: () => new Neuron(4) },
  { title: "Neuron: ReLU", inputs: vectors, create: () => new Neuron(4, { activation: relu }) },
  { title: "Gate: a value", inputs: [{ shape: [2, 3] }, { shape: [2, 4] }], create: () => new Gate(3, 4) },
];
