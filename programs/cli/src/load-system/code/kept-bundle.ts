/** Bundles that were made before, while what they depend on is as it was. */

import type { LocatedProblem } from "@ghaf/module-system";
import { VERSION } from "../../givc-cli/version.ts";
import { esbuildVersion, PROVIDED } from "../own-packages.ts";
import type { Bundle } from "./bundle.ts";
import { keep, readKept } from "./cache-folder.ts";
import { type Circumstances, hashOf, stillHold } from "./circumstances.ts";
import { exportedNames, type ProvidedModules } from "./provided.ts";

export interface Keeping {
  readonly folder: string;
  readonly name: string;
}

/** Where the bundle of these entries is kept, as this version of everything makes it. */
export function keepingOf(
  folder: string,
  entries: readonly string[],
  modules: ProvidedModules,
): Keeping {
  const names = PROVIDED.map((name) => exportedNames(modules, name));
  const makers = [VERSION, esbuildVersion() ?? "none", names];
  const key = hashOf(JSON.stringify([FORM, makers, entries]));
  return { folder, name: `system-${key}` };
}

/** Changes when the code of this folder changes what it makes of the same files. */
const FORM = 2;

/** The first line is the hash of the rest, which is JSON. */
export function keepBundle({ folder, name }: Keeping, bundle: Bundle): void {
  const body = JSON.stringify(bundle);
  keep(folder, name, `${hashOf(body)}\n${body}`);
}

export function keptBundle({ folder, name }: Keeping): Bundle | undefined {
  const untrustedText = readKept(folder, name);
  if (untrustedText === undefined) return undefined;
  const end = untrustedText.indexOf("\n");
  const body = untrustedText.slice(end + 1);
  if (hashOf(body) !== untrustedText.slice(0, end)) return undefined;
  const bundle = bundleFrom(parsed(body));
  return bundle && stillHold(bundle.circumstances) ? bundle : undefined;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** The hash has shown that we wrote it whole: what is asked here is only whether in this form. */
function bundleFrom(untrusted: unknown): Bundle | undefined {
  if (typeof untrusted !== "object" || untrusted === null) return undefined;
  const { code, map, warnings, circumstances } = untrusted as Partial<
    Record<keyof Bundle, unknown>
  >;
  const isWhole =
    typeof code === "string" &&
    typeof map === "string" &&
    Array.isArray(warnings) &&
    isCircumstances(circumstances);
  if (!isWhole) return undefined;
  const located: readonly LocatedProblem[] = warnings;
  return { code, map, warnings: located, circumstances };
}

function isCircumstances(untrusted: unknown): untrusted is Circumstances {
  return (
    typeof untrusted === "object" &&
    untrusted !== null &&
    "hashes" in untrusted &&
    typeof untrusted.hashes === "object" &&
    "absent" in untrusted &&
    Array.isArray(untrusted.absent)
  );
}
