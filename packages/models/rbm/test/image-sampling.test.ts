import { initialize, ndarray, referenceBackend } from "@blockzoo/core";
import { decodeImage } from "@blockzoo/data/images";
import { openVariant } from "@blockzoo/family";
import { describe, expect, test } from "vitest";
import { rbm, type ImageSampler } from "../src/index.js";
