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
  PlatformTree,
} from "./options/platform-options.ts";

/** Definitions by option path, and two names that are not options. */
export type SystemDefinition<
  Tree = PlatformTree,
  Config = PlatformConfig,
> = TreeInput<Tree, Config> & {
  /** Modules whose definitions count too: profiles, hardware, own files. */
  readonly imports?: readonly Module[];
  /** Look at the final configuration and report what does not fit together. */
  readonly checks?: readonly Check<Config>[];
};

/** The description of a whole device; the default export of `system.ts`. */
export function defineSystem(definition: SystemDefinition): Module {
  return fromShorthand(definition, { called: defineSystem });
}

/** A part of a description, to be imported by others. */
export function defineModule(definition: SystemDefinition): Module {
  return fromShorthand(definition, { called: defineModule });
}

/** The two functions for descriptions that also use options of one's own. */
export interface WithOptions<Tree extends OptionTree> {
  readonly defineSystem: (definition: ExtendedDefinition<Tree>) => Module;
  readonly defineModule: (definition: ExtendedDefinition<Tree>) => Module;
}

export type ExtendedDefinition<Tree extends OptionTree> = SystemDefinition<
  PlatformTree & Tree,
  PlatformConfig & ValueOf<Tree>
>;

/** Declares options of one's own beside those of the platform. @param options under a name of their own, like `acme` */
export function withOptions<const Tree extends OptionTree>(
  options: Tree,
): WithOptions<Tree> {
  const declared = makeModule(
    { options },
    { form: "options", site: callSite(withOptions) },
  );
  const definer = () => {
    const define = (definition: ExtendedDefinition<Tree>): Module =>
      fromShorthand(definition, { called: define, declared });
    return define;
  };
  return { defineSystem: definer(), defineModule: definer() };
}

interface Defining {
  /** The function whose caller is the author. */
  readonly called: (definition: never) => unknown;
  /** A module that has to be imported as well. */
  readonly declared?: Module;
}

function fromShorthand(
  definition: {
    readonly imports?: readonly Module[];
    readonly checks?: readonly Check<never>[];
  },
  { called, declared }: Defining,
): Module {
  const { imports = [], checks = [], ...config } = definition;
  return makeModule(
    {
      imports: declared === undefined ? imports : [declared, ...imports],
      ...{ checks, config },
    },
    { form: "shorthand", site: callSite(called) },
  );
}
