/** The body of `ghaf init`: the files of a new configuration. */

import { existsSync } from "node:fs";
import { basename, join, relative } from "node:path";
import {
  GITIGNORE,
  type ProjectFile,
  readme,
  type Template,
  templateText,
} from "../../declaration/project-files.ts";
import { writeText } from "../../declaration/write-text.ts";
import { tsconfigText } from "../../load-system/tsconfig-text.ts";
import { visible } from "../../output/visible.ts";
import { CliError } from "../cli-error.ts";
import type { Shell } from "../shell.ts";

export interface InitRequest {
  /** As an absolute path; made if it is not there. */
  readonly folder: string;
  readonly template: Template;
  /** Replace files that are there. */
  readonly force: boolean;
  /** Write only tsconfig.json, which belongs to the machine and not to the project. */
  readonly onlyTsconfig: boolean;
}

/** stdout: the files that were written, one a line. */
export async function init(request: InitRequest, shell: Shell): Promise<void> {
  const { folder, force, onlyTsconfig } = request;
  const files = await filesOf(request);
  if (!force && !onlyTsconfig) refuseExisting(folder, files);
  for (const { name, text } of files) await writeText(join(folder, name), text);
  const { io, surface } = shell;
  const shown = (name: string) => relative(io.folder, join(folder, name));
  const names = files.map(({ name }) => `${visible(shown(name))}\n`);
  await surface.print(names.join(""));
  if (onlyTsconfig) return;
  const place = relative(io.folder, folder);
  surface.tell("next:");
  if (place !== "") surface.tell(`  cd ${quoted(place)}`);
  surface.tell("  ghaf check");
  surface.tell("  ghaf eval ghaf.layout");
  surface.tell("  ghaf options search VM");
}

async function filesOf(request: InitRequest): Promise<readonly ProjectFile[]> {
  const { folder, template, onlyTsconfig } = request;
  const tsconfig = { name: "tsconfig.json", text: tsconfigText() };
  if (onlyTsconfig) return [tsconfig];
  const system = { name: "system.ts", text: await templateText(template) };
  return [system, tsconfig, GITIGNORE, readme(basename(folder), template)];
}

function refuseExisting(folder: string, files: readonly ProjectFile[]): void {
  const there = files
    .map(({ name }) => name)
    .filter((name) => existsSync(join(folder, name)));
  if (there.length === 0) return;
  throw new CliError(
    "exists",
    `${there.join(", ")} ${there.length === 1 ? "is" : "are"} in ${folder} already`,
    { hints: ["to replace them: --force", "another folder: ghaf init FOLDER"] },
  );
}

/** For a POSIX shell. */
function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path)
    ? path
    : `'${path.replaceAll("'", "'\\''")}'`;
}
