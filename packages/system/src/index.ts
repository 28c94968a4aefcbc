/** What a device description is written with and evaluated by. */

export {
  defineModule,
  defineSystem,
  type SystemDefinition,
} from "./define-system.ts";
export {
  type PlatformConfig,
  platformOptions,
} from "./options/platform-options.ts";
