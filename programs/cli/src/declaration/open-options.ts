/** The options that a configuration can define: those of the platform, and those of a file's own modules. */

import type { DocumentedOption } from "@ghaf/module-system";
import type { Shell } from "../ghaf/shell.ts";
import { describedOptions } from "./described.ts";
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
): Promise<readonly DocumentedOption[]> {
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
  return describedOptions(evaluation.options(), {
    folder,
    platform: new Set(platform.evaluation.options().map(({ name }) => name)),
    locate: withPlaces ? opened.locate : async () => [],
  });
}
