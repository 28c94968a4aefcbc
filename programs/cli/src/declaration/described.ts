/** Options as the reference shows them: the declaration, where it is, and where it comes from. */

import type {
  DocumentedOption,
  LocatedPlace,
  OptionEntry,
  Place,
} from "@ghaf/module-system";
import { effectOfOption } from "@ghaf/plan/unrealised";
import { shownFile } from "./shown-file.ts";

/** What an option that says nothing about it comes from. */
export const DOCUMENTED = "documented";
/** What an option comes from that a person's own module declares. */
export const OWN = "own";

/** What the words of `origin` mean. */
export const ORIGINS: Readonly<Record<string, string>> = {
  documented: "an option of the reference, in its documentation",
  tag: "an option of the reference that its documentation leaves out",
  ours: "an option of this platform only",
};

export interface DescribedOption extends DocumentedOption {
  /** Why nothing reads it in this version; absent: something does, or it is not the platform's. */
  readonly unrealised?: string;
}

export interface DescribedPlaces {
  locate(places: readonly Place[]): Promise<readonly LocatedPlace[]>;
  /** Where the person is. */
  readonly folder: string;
  /** Names of the platform's own options. */
  readonly platform: ReadonlySet<string>;
}

export async function describedOptions(
  entries: readonly OptionEntry[],
  { locate, folder, platform }: DescribedPlaces,
): Promise<readonly DescribedOption[]> {
  const places = await locate(entries.map(({ declared }) => declared));
  return entries.map((entry, index) => {
    const declaredIn = lineOf(places[index], folder);
    const { unrealised } = effectOfOption(entry.name);
    const home = platform.has(entry.name) ? DOCUMENTED : OWN;
    return {
      name: entry.name,
      type: entry.type.words,
      ...("default" in entry ? { default: entry.default } : {}),
      ...("example" in entry ? { example: entry.example } : {}),
      description: entry.description,
      ...(declaredIn === undefined ? {} : { declaredIn }),
      origin: entry.origin ?? home,
      readOnly: entry.readOnly,
      ...(unrealised === undefined ? {} : { unrealised }),
    };
  });
}

/** `packages/system/src/options/givc.ts:12`. */
function lineOf(
  place: LocatedPlace | undefined,
  folder: string,
): string | undefined {
  if (place?.position === undefined) return undefined;
  const { file, line } = place.position;
  return `${shownFile(file, folder)}:${line}`;
}

/** What scripts get: the form of the reference's own list, and more. Keys that say nothing are absent. */
export function optionRecord(
  option: DescribedOption,
): Readonly<Record<string, unknown>> {
  const { readOnly, ...rest } = option;
  return readOnly ? { ...rest, readOnly } : rest;
}
