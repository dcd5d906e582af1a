import {
  boxBlur,
  CircularPad,
  ConstantPad,
  emboss,
  filterImages,
  gaussianBlur,
  ReflectionPad,
  ReplicationPad,
  resize,
  sharpen,
  sobel,
  Upsample,
} from "@blockzoo/core";
import type { BlockCase } from "../block-case.js";

const uneven = [
  [1, 2],
  [3, 0],
] as const;
const cropping = [
  [-1, 2],
  [1, -2],
] as const;

const images = [{ shape: [2, 2, 4, 5] }];
const volume = [{ shape: [1, 2, 3, 4, 3] }];

export const paddingCases: readonly BlockCase[] = [
  { title: "ConstantPad: uneven", inputs: images, create: () => new ConstantPad(uneven, 0.5) },
  { title: "ConstantPad: crops", inputs: images, create: () => new ConstantPad(cropping) },
  { title: "ReflectionPad: sequences", inputs: [{ shape: [2, 3, 5] }], create: () => new ReflectionPad([[4, 1]]) },
  { title: "ReflectionPad: uneven", inputs: images, create: () => new ReflectionPad(uneven) },
  { title: "ReflectionPad: crops", inputs: images, create: () => new ReflectionPad(cropping) },
  { title: "ReflectionPad: volumes", inputs: volume, create: () => new ReflectionPad([1, 3, 2]) },
  { title: "ReplicationPad: sequences", inputs: [{ shape: [2, 3, 5] }], create: () => new ReplicationPad([[7, 1]]) },
  { title: "ReplicationPad: uneven", inputs: images, create: () => new ReplicationPad(uneven) },
  { title: "ReplicationPad: volumes", inputs: volume, create: () => new ReplicationPad(1) },
  { title: "CircularPad: sequences", inputs: [{ shape: [2, 3, 5] }], create: () => new CircularPad([[5, 2]]) },
  { title: "CircularPad: uneven", inputs: images, create: () => new CircularPad(uneven) },
  { title: "CircularPad: volumes", inputs: volume, create: () => new CircularPad([1, 2, 3]) },
];

export const resizeCases: readonly BlockCase[] = [
  { title: "Upsample: nearest, factor 2", inputs: images, create: () => new Upsample({ factor: 2 }) },
  { title: "Upsample: nearest, two factors", inputs: images, create: () => new Upsample({ factor: [3, 1] }) },
  { title: "resize: nearest, any size", inputs: images, create: () => (x) => resize(x, { size: [7, 3] }) },
  { title: "resize: nearest, volumes", inputs: volume, create: () => (x) => resize(x, { factor: 2 }) },
  {
    title: "resize: linear, sequences",
    inputs: [{ shape: [2, 3, 5] }],
    create: () => (x) => resize(x, { size: 8, mode: "linear" }),
  },
  {
    title: "Upsample: bilinear",
    inputs: images,
    create: () => new Upsample({ factor: 2, mode: "linear" }),
  },
  {
    title: "resize: bilinear, smaller and larger",
    inputs: images,
    create: () => (x) => resize(x, { size: [3, 9], mode: "linear" }),
  },
  {
    title: "resize: bilinear, corners aligned",
    inputs: images,
    create: () => (x) => resize(x, { size: [7, 3], mode: "linear", alignCorners: true }),
  },
  {
    title: "resize: trilinear",
    inputs: volume,
    create: () => (x) => resize(x, { size: [5, 2, 4], mode: "linear" }),
  },
  {
    title: "resize: bicubic",
    inputs: images,
    create: () => (x) => resize(x, { size: [7, 8], mode: "cubic" }),
  },
  {
    title: "resize: bicubic, corners aligned",
    inputs: images,
    create: () => (x) => resize(x, { size: [6, 3], mode: "cubic", alignCorners: true }),
  },
];

export const filterCases: readonly BlockCase[] = [
  { title: "boxBlur: 3x3", inputs: images, create: () => (x) => boxBlur(x) },
  { title: "boxBlur: 5x5, zeros beyond", inputs: images, create: () => (x) => boxBlur(x, 5, { border: "zero" }) },
  {
    title: "gaussianBlur: mirrored",
    inputs: images,
    create: () => (x) => gaussianBlur(x, 0.8, { border: "reflect" }),
  },
  { title: "sharpen", inputs: images, create: () => (x) => sharpen(x) },
  { title: "emboss", inputs: images, create: () => (x) => emboss(x) },
  { title: "sobel: horizontal", inputs: images, create: () => (x) => sobel(x, "horizontal") },
  { title: "sobel: vertical", inputs: images, create: () => (x) => sobel(x, "vertical") },
  {
    title: "filterImages: a wide kernel",
    inputs: images,
    create: () => (x) => filterImages(x, [[1, 2, 3, -4, 5]], { border: "zero" }),
  },
];
