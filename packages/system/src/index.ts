/** What a device description is written with and evaluated by. */

// What a description is written with, so that it needs one import.
export {
  after,
  before,
  byDefault,
  force,
  type Module,
  narrowed,
  option,
  order,
  parts,
  priority,
  removed,
  renamed,
  t,
  when,
  worded,
} from "@ghaf/module-system";
export {
  defineModule,
  defineSystem,
  type ExtendedDefinition,
  type SystemDefinition,
  type WithOptions,
  withOptions,
} from "./define-system.ts";
export {
  type GhafConfig,
  type GhafOptions,
  type PlatformConfig,
  type PlatformTree,
  platformOptions,
} from "./options/platform-options.ts";
