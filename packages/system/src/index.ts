/** What a device description is written with and evaluated by. */

export {
  defineModule,
  defineSystem,
  type ExtendedDefinition,
  type SystemDefinition,
  type WithOptions,
  withOptions,
} from "./define-system.ts";
export {
  type PlatformConfig,
  platformOptions,
} from "./options/platform-options.ts";
