import { describeBlockGradients } from "../src/index.js";

describeBlockGradients();
