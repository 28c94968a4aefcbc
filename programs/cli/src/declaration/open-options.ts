/** The options that a configuration can define: those of the platform, and those of a file's own modules. */

import { documentTree, type OptionEntry } from "@ghaf/module-system";
import { guestOptions } from "@ghaf/system";
import type { Shell } from "../ghaf/shell.ts";
import { type DescribedOption, describedOptions } from "./described.ts";
import { openConfiguration, openPlatform } from "./open.ts";
import { refuseErrors } from "./tell-problems.ts";

export interface OptionsSource {
  /** As an absolute path; absent: the platform's options alone. */
  readonly file: string | undefined;
  /** Whether it must be known where they are declared, which takes a parser. */
  readonly withPlaces: boolean;
}

/** In the order of names. A file need not be free of errors, but it must be readable. */
export async function openOptions(
  { file, withPlaces }: OptionsSource,
  shell: Shell,
): Promise<readonly DescribedOption[]> {
  const { folder } = shell.io;
  const platform = openPlatform();
  const opened =
    file === undefined ? platform : await openConfiguration(file, shell);
  const { evaluation } = opened;
  if (evaluation === undefined) {
    if ("problems" in opened) {
      refuseErrors(opened.problems, folder, shell.surface);
    }
    return [];
  }
  const guests = guestEntries(platform.evaluation.options());
  const known = [...platform.evaluation.options(), ...guests];
  return describedOptions([...evaluation.options(), ...guests], {
    folder,
    platform: new Set(known.map(({ name }) => name)),
    locate: withPlaces ? opened.locate : async () => [],
  });
}

/** Stands before the names of options that guest modules (`extraModules`) define. */
export const GUEST = "guest";

/** They are declared where the options are that keep such modules. */
function guestEntries(
  platform: readonly OptionEntry[],
): readonly OptionEntry[] {
  const keeping = platform.find(({ type }) => type.shape.kind === "modules");
  if (keeping === undefined) return [];
  const { declared } = keeping;
  return documentTree(guestOptions).map((entry) => ({
    ...entry,
    name: `${GUEST}.${entry.name}`,
    declared: { ...declared, path: [...declared.path, ...entry.declared.path] },
  }));
}
