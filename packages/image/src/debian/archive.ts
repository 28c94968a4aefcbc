/** An apt with directories of its own, for one release: that of the machine is neither asked nor touched. */

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ImageError } from "../image-error.ts";
import { runProgram, textOfProgram } from "../program/run-program.ts";
import type { Mirror } from "./mirror.ts";
import { byName, type PinnedPackage } from "./pinned-package.ts";
import { parseParagraphs, parseSimulation, pinnedFrom } from "./records.ts";

export interface Archive {
  /**
   * What installing these packages, without recommended ones, on an empty system would bring, by
   * name. Throws ImageError "package-gone" for one that the mirror does not have.
   */
  resolve(names: readonly string[]): Promise<PinnedPackage[]>;
  /** Fetches packages into an empty folder. Throws ImageError "package-gone" for a version that is there no longer. */
  fetch(pinned: readonly PinnedPackage[], into: string): Promise<void>;
}

/** The archive with the mirror's present lists, in an empty folder, for as long as that is there. */
export async function openArchive(
  mirror: Mirror,
  folder: string,
): Promise<Archive> {
  const variables = await furnish(folder, mirror);
  await runProgram(["apt-get", "-qq", "update"], { variables });
  return {
    resolve: (names) => resolve(names, variables),
    fetch: (pinned, into) => fetchInto(pinned, into, variables),
  };
}

type Variables = Readonly<Record<string, string>>;

const settings = `
APT::Architecture "amd64";
APT::Architectures { "amd64"; };
APT::Install-Recommends "false";
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";
`;

/** Gives the variables under which apt works in this folder. */
async function furnish(folder: string, mirror: Mirror): Promise<Variables> {
  for (const path of [
    "etc/apt.conf.d",
    "etc/preferences.d",
    "etc/sources.list.d",
    "state/lists/partial",
    "cache/archives/partial",
  ]) {
    await mkdir(join(folder, path), { recursive: true });
  }
  const places = [
    `Dir "${folder}";`,
    'Dir::Etc "etc";',
    'Dir::State "state";',
    'Dir::State::status "state/status";',
    'Dir::Cache "cache";',
  ].join("\n");
  const configuration = join(folder, "apt.conf");
  await writeFile(configuration, `${places}${settings}${mirror.settings}`);
  await writeFile(join(folder, "state/status"), "");
  await writeFile(
    join(folder, "etc/sources.list"),
    mirror.sources.map((line) => `${line}\n`).join(""),
  );
  return { APT_CONFIG: configuration };
}

async function resolve(
  names: readonly string[],
  variables: Variables,
): Promise<PinnedPackage[]> {
  const simulated = await asked(
    ["apt-get", "-qq", "--simulate", "install", "--", ...names],
    { variables },
  );
  const wanted = parseSimulation(simulated);
  const shown = await asked(["apt-cache", "show", "--", ...wanted], {
    variables,
  });
  const pinned = parseParagraphs(shown).map(pinnedFrom);
  // Both archives may have the same version.
  return [...new Map(pinned.map((one) => [one.name, one])).values()].sort(
    byName,
  );
}

async function fetchInto(
  pinned: readonly PinnedPackage[],
  into: string,
  variables: Variables,
): Promise<void> {
  const wanted = pinned.map(({ name, version }) => `${name}=${version}`);
  await asked(["apt-get", "-qq", "download", "--", ...wanted], {
    variables,
    folder: into,
  });
}

/** What apt says of a package, or a version of one, that it does not know. */
const unknown =
  /(?:Unable to locate package|no installation candidate|Version '[^']*' for '[^']*' was not found|No packages found)/;

async function asked(
  argv: readonly string[],
  options: { readonly variables: Variables; readonly folder?: string },
): Promise<string> {
  try {
    return await textOfProgram(argv, options);
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    const said = error.message.split("\n").find((line) => unknown.test(line));
    if (said === undefined) throw error;
    const reason = said.replace(/^E: /, "");
    throw new ImageError("package-gone", "the mirror", reason, {
      cause: error,
    });
  }
}
