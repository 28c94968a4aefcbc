/** Settings files that are only remembered: the substitute for tests. */

import type { SettingsFile, SettingsFiles } from "./settings-files.ts";

export class MemorySettings implements SettingsFiles {
  readonly files = new Map<SettingsFile, string>();
  /** Set to make the next writes fail. */
  failure: Error | undefined;

  async read(file: SettingsFile): Promise<string | undefined> {
    return this.files.get(file);
  }

  async write(file: SettingsFile, text: string): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    this.files.set(file, text);
  }
}
