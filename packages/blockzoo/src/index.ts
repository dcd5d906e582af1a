export { main } from "./main.js";
export { networkCosts, type TrainedCost } from "./models/network-costs.js";
