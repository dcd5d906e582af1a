import type { FamilyDefinition, TasksByVariant } from "../family.js";
import type { Task } from "./task.js";

/** What a variant does, or weights `<variant>.<dataset>` do, in a family where some variants have another task. */
export type TaskOf<
  Name extends string,
  FamilyTask extends Task,
  OtherTasks extends TasksByVariant,
> = Name extends keyof OtherTasks
  ? OtherTasks[Name]
  : Name extends `${infer VariantName}.${string}`
    ? VariantName extends keyof OtherTasks
      ? OtherTasks[VariantName]
      : FamilyTask
    : FamilyTask;

/**
 * What a variant of a family does, or weights by their tag do.
 *
 * @example taskOf(deconvnet, "chair-generator-mini.views") // "image-generation"
 */
export function taskOf<Name extends string, FamilyTask extends Task, OtherTasks extends TasksByVariant>(
  { task, otherTasks }: Pick<FamilyDefinition<string, string, FamilyTask, OtherTasks>, "task" | "otherTasks">,
  name: Name,
): TaskOf<Name, FamilyTask, OtherTasks> {
  const variant = name.split(".")[0]!;
  const found: Task = otherTasks !== undefined && Object.hasOwn(otherTasks, variant) ? otherTasks[variant]! : task;
  return found as TaskOf<Name, FamilyTask, OtherTasks>;
}
