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
      for (const id of this.processes()) endProcess(Number(id));
      await rm(this.directory, { recursive: true });
    }
  }

  /** Waits until no process, or none of these, works in the directory any more. */
  async nothingLeft(among?: readonly string[]): Promise<void> {
    const left = () =>
      this.processes().filter((id) => among?.includes(id) ?? true);
    await until("the end of every process", () =>
      left().length === 0 ? true : undefined,
    ).catch(() => assert.deepEqual(left(), []));
  }

  /** Anybody's processes, also those in namespaces below ours. */
  processes(): readonly string[] {
    const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    return all.filter((id) => workingDirectory(id) === this.directory);
  }
}

/** It may have ended by itself meanwhile. */
function endProcess(processId: number): void {
  try {
    process.kill(processId, "SIGKILL");
  } catch {}
}

function workingDirectory(processId: string): string | undefined {
  try {
    return readlinkSync(`/proc/${processId}/cwd`);
  } catch {
    return undefined;
  }
}
