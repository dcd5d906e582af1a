import { describeGradients } from "../src/index.js";

describeGradients();
