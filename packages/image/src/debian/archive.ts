/** An apt with directories of its own, for one release: that of the machine is neither asked nor touched. */

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ImageError } from "../image-error.ts";
import { runProgram, textOfProgram } from "../program/run-program.ts";
import type { Mirror } from "./mirror.ts";
import { byName, type PinnedPackage } from "./pinned-package.ts";
import {
  parseParagraphs,
  parseRemovals,
  parseSimulation,
  pinnedFrom,
} from "./records.ts";

export interface Archive {
  /**
   * What installing these packages, without recommended ones, would bring beside what is installed.
   * Throws ImageError "package-unknown" for a name that the mirror does not have, "package-conflict"
   * when something that is installed would have to go.
   */
  resolve(
    names: readonly string[],
    installed?: ResolvedPackages,
  ): Promise<ResolvedPackages>;
  /** Fetches packages into an empty folder. Throws ImageError "package-gone" for a version that is there no longer. */
  fetch(pinned: readonly PinnedPackage[], into: string): Promise<void>;
}

/** Packages in the versions that the mirror has now. */
export interface ResolvedPackages {
  /** By name. */
  readonly packages: readonly PinnedPackage[];
  /** Their paragraphs in the mirror's lists. */
  readonly records: readonly string[];
}

/** The archive with the mirror's present lists, in an empty folder, for as long as that is there. */
export async function openArchive(
  mirror: Mirror,
  folder: string,
): Promise<Archive> {
  const variables = await furnish(folder, mirror);
  await runProgram(["apt-get", "-qq", "update"], { variables });
  return {
    resolve: async (names, installed) => {
      await writeStatus(folder, installed?.records ?? []);
      return await resolve(names, variables);
    },
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
    'Dir::State::status "status";',
    'Dir::Cache "cache";',
  ].join("\n");
  const configuration = join(folder, "apt.conf");
  await writeFile(configuration, `${places}${settings}${mirror.settings}`);
  await writeFile(
    join(folder, "etc/sources.list"),
    mirror.sources.map((line) => `${line}\n`).join(""),
  );
  return { APT_CONFIG: configuration };
}

/** What dpkg would have written if these were installed. */
async function writeStatus(
  folder: string,
  records: readonly string[],
): Promise<void> {
  const paragraphs = records.map(
    (record) => `${record.trim()}\nStatus: install ok installed\n\n`,
  );
  await writeFile(join(folder, "state/status"), paragraphs.join(""));
}

async function resolve(
  names: readonly string[],
  variables: Variables,
): Promise<ResolvedPackages> {
  const install = ["apt-get", "-qq", "--simulate", "install", "--"];
  const simulated = await asked([...install, ...names], {
    variables,
    unknown: "package-unknown",
  });
  const [removed] = parseRemovals(simulated);
  if (removed !== undefined) {
    const reason = `cannot be installed: ${removed}, which every VM has, would have to go`;
    throw new ImageError("package-conflict", names.join(", "), reason);
  }
  const wanted = parseSimulation(simulated);
  if (wanted.length === 0) return { packages: [], records: [] };
  const shown = await textOfProgram(["apt-cache", "show", "--", ...wanted], {
    variables,
  });
  const found = shown
    .split(/\n\s*\n/)
    .filter((record) => record.trim() !== "")
    .flatMap((record) =>
      parseParagraphs(record).map(
        (fields) => [pinnedFrom(fields), record] as const,
      ),
    );
  // Both archives may have the same version.
  const once = [
    ...new Map(found.map((one) => [one[0].name, one])).values(),
  ].sort(([a], [b]) => byName(a, b));
  return {
    packages: once.map(([pinned]) => pinned),
    records: once.map(([, record]) => record),
  };
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
    unknown: "package-gone",
  });
}

/** What apt says of a package, or a version of one, that it does not know. */
const unknown =
  /(?:Unable to locate package|no installation candidate|Version '[^']*' for '[^']*' was not found|No packages found)/;

interface Question {
  readonly variables: Variables;
  readonly folder?: string;
  /** What it means that apt does not know a package. */
  readonly unknown: "package-gone" | "package-unknown";
}

async function asked(
  argv: readonly string[],
  { unknown: code, ...options }: Question,
): Promise<string> {
  try {
    return await textOfProgram(argv, options);
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    const said = error.message.split("\n").find((line) => unknown.test(line));
    if (said === undefined) throw error;
    const reason = `${said.replace(/^E: /, "")}: ${nextStep[code]}`;
    throw new ImageError(code, "the mirror", reason, { cause: error });
  }
}

const nextStep = {
  "package-gone": "`ghaf lock update` takes the versions that it has now",
  "package-unknown": "is this how Debian names it?",
} as const;
