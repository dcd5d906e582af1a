export { CreateError } from "./create-error.js";
export { createFamily, type CreatedFamily, type CreateFamilyOptions } from "./create-family.js";
export { main } from "./main.js";
export { tasks, type Layout, type TemplateTask } from "./template.js";
