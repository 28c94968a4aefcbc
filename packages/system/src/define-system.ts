/** What a device builder writes: `defineSystem` in the file of the device, `defineModule` in files beside it. */

import {
  type Check,
  callSite,
  type Module,
  makeModule,
  type OptionTree,
  type TreeInput,
  type ValueOf,
} from "@ghaf/module-system";
import type {
  PlatformConfig,
  platformOptions,
} from "./options/platform-options.ts";

type PlatformTree = typeof platformOptions;

/** Names that are not options. */
interface Reserved<Tree extends OptionTree> {
  /** Modules whose definitions count too: profiles, hardware, own files. */
  readonly imports?: readonly Module[];
  /** Options of one's own, beside those of the platform. */
  readonly options?: Tree;
  /** Looks at the final configuration. */
  readonly checks?: readonly Check<PlatformConfig & ValueOf<Tree>>[];
}

/** Definitions by option path, beside the reserved names. */
export type SystemDefinition<Tree extends OptionTree = Record<never, never>> =
  Reserved<Tree> &
    TreeInput<PlatformTree, PlatformConfig & ValueOf<Tree>> &
    TreeInput<Tree, PlatformConfig & ValueOf<Tree>>;

/** The description of a whole device; the default export of `system.ts`. */
export function defineSystem<
  const Tree extends OptionTree = Record<never, never>,
>(definition: SystemDefinition<Tree>): Module {
  return fromShorthand(definition, defineSystem);
}

/** A part of a description, to be imported by others. */
export function defineModule<
  const Tree extends OptionTree = Record<never, never>,
>(definition: SystemDefinition<Tree>): Module {
  return fromShorthand(definition, defineModule);
}

function fromShorthand(
  definition: object,
  called: (...given: never[]) => unknown,
): Module {
  const { imports, options, checks, ...config } = definition as Reserved<
    Record<never, never>
  >;
  return makeModule(
    {
      ...(imports === undefined ? {} : { imports }),
      ...(options === undefined ? {} : { options }),
      ...(checks === undefined ? {} : { checks }),
      config,
    },
    { form: "shorthand", site: callSite(called) },
  );
}
