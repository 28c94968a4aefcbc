/** The directory that the programs of a test work in, by which what is left of them is found. */

import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readlinkSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "./until.ts";

export class Scratch {
  readonly directory = mkdtempSync(join(tmpdir(), "ghaf-units-"));

  /** Removes the directory; fails when somebody still works in it, and ends them. */
  async end(): Promise<void> {
    try {
      await this.nothingLeft();
    } finally {
      for (const id of this.processes()) process.kill(Number(id), "SIGKILL");
      await rm(this.directory, { recursive: true });
    }
  }

  /** Waits until no process works in the directory any more. */
  async nothingLeft(): Promise<void> {
    await until("the end of every process", () =>
      this.processes().length === 0 ? true : undefined,
    ).catch(() => assert.deepEqual(this.processes(), []));
  }

  /** Anybody's processes, also those in namespaces below ours. */
  processes(): readonly string[] {
    const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    return all.filter((id) => workingDirectory(id) === this.directory);
  }
}

function workingDirectory(processId: string): string | undefined {
  try {
    return readlinkSync(`/proc/${processId}/cwd`);
  } catch {
    return undefined;
  }
}
