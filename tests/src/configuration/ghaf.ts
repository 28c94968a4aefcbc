/** The command `ghaf` in its shipped form, run in a folder with a cache of its own. */

import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout, with a slash at its end. */
export const checkout = fileURLToPath(new URL("../../../", import.meta.url));

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Workbench {
  /** Empty at first. */
  readonly folder: string;
  ghaf(words: readonly string[], cwd?: string): Ran;
  /** Does not wait, and nothing is kept from other runs. */
  ghafAlone(words: readonly string[], cwd: string): Promise<Ran>;
  close(): void;
}

export function openWorkbench(): Workbench {
  const folder = mkdtempSync(join(tmpdir(), "ghaf-configuration-"));
  const program = join(checkout, "programs/cli/bin/ghaf.js");
  const env = {
    ...process.env,
    NO_COLOR: "1",
    XDG_CACHE_HOME: join(folder, "cache"),
  };
  return {
    folder,
    ghaf: (words, cwd = checkout) => {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [program, ...words],
        { cwd, env, encoding: "utf8" },
      );
      return { status, stdout, stderr };
    },
    ghafAlone: (words, cwd) => {
      const cache = mkdtempSync(join(folder, "cache-"));
      const own = { cwd, env: { ...env, XDG_CACHE_HOME: cache } };
      return new Promise((resolve) => {
        const child = execFile(
          process.execPath,
          [program, ...words],
          own,
          (_error, stdout, stderr) =>
            resolve({ status: child.exitCode, stdout, stderr }),
        );
      });
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
