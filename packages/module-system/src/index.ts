/** Options, the modules that define them, and their evaluation. */

export type {
  AttributesForm,
  Computed,
  Definition,
  EitherForm,
  InputOf,
  ListForm,
  ModuleInput,
  ModulesForm,
  Part,
  PlainForm,
  TreeForm,
  TreeInput,
  ValueOf,
} from "./declare/form.ts";
export { type Option, type OptionFacts, option } from "./declare/option.ts";
export type {
  AnyType,
  Narrowing,
  OptionType,
  Shape,
} from "./declare/option-type.ts";
export {
  type Moved,
  type OptionTree,
  type Removed,
  type Renamed,
  removed,
  renamed,
} from "./declare/tree.ts";
export {
  type AnyAttributes,
  type KeptModule,
  narrowed,
  t,
  worded,
  writtenAs,
} from "./declare/types.ts";
export { type CallSite, callSite } from "./define/call-site.ts";
export {
  type Check,
  isModule,
  type Module,
  type ModuleOrigin,
  type ModuleParts,
  makeModule,
  module,
  type SourcePath,
  type SourcePosition,
} from "./define/module.ts";
export {
  after,
  before,
  byDefault,
  type Condition,
  force,
  order,
  parts,
  priority,
  type Wrapped,
  when,
} from "./define/wrapped.ts";
export { type JsonSchema, jsonSchema } from "./document/json-schema.ts";
export {
  anchorOf,
  type DocumentedOption,
  optionReference,
} from "./document/markdown.ts";
export {
  evaluate,
  evaluateKept,
  type KeptModules,
} from "./evaluate/evaluate.ts";
export type {
  Evaluation,
  ExplainedDefinition,
  Explanation,
  Found,
  NotFound,
  OptionEntry,
} from "./evaluate/evaluation.ts";
export { documentTree } from "./evaluate/option-entries.ts";
export { OptionFailure } from "./evaluate/option-failure.ts";
export { formatSteps, parsePath } from "./evaluate/path.ts";
export { accepts } from "./merge/accepts.ts";
export { nearest } from "./problem/nearest.ts";
export type {
  Finding,
  Level,
  LocatedPlace,
  LocatedProblem,
  Place,
  Problem,
  ProblemCode,
  Reporter,
} from "./problem/problem.ts";
export {
  type ProblemStyle,
  problemCount,
  renderPlace,
  renderProblems,
  sortedProblems,
} from "./problem/render.ts";
