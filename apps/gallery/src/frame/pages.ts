import { loadPlayground } from "../playground/load-playground.js";
import type { PageName } from "./address.js";
import type { PageDefinition } from "./page.js";

/** All pages, in the order of the header. The code of each is fetched when it is first shown. */
export const pages = {
  hall: {
    title: "Families",
    computes: false,
    isInHeader: true,
    load: async () => (await import("../hall/hall-page.js")).HallPage,
  },
  families: {
    title: "Family",
    computes: true,
    isInHeader: false,
    load: async () => (await import("../family/family-page.js")).FamilyPage,
  },
  training: {
    title: "Training",
    computes: true,
    isInHeader: true,
    load: async () => (await import("../training/training-page.js")).TrainingPage,
  },
  teach: {
    title: "Teach",
    computes: true,
    isInHeader: true,
    load: async () => (await import("../teach/teach-page.js")).TeachPage,
  },
  playground: {
    title: "Playground",
    computes: true,
    isInHeader: true,
    load: loadPlayground,
  },
  own: {
    title: "Your own",
    computes: false,
    isInHeader: true,
    load: async () => (await import("../own-model/own-page.js")).OwnPage,
  },
  blocks: {
    title: "Blocks",
    computes: false,
    isInHeader: true,
    load: async () => (await import("../blocks/blocks-page.js")).BlocksPage,
  },
} satisfies Record<PageName, PageDefinition>;
