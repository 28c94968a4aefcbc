/** What of one run serves the next: the store of images, and the versions of packages that they are made of. */

import {
  copyFile,
  mkdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { collectGarbage, ImageError } from "@ghaf/image";

const LOCK = "ghaf.lock.json";

export class ImageCache {
  readonly #folder: string;

  /** @param folder made when it is needed */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Below the user's folder of caches. */
  static ofUser(environment: NodeJS.ProcessEnv): ImageCache {
    const base = environment["XDG_CACHE_HOME"] || join(homedir(), ".cache");
    return new ImageCache(join(base, "ghaf-ts", "demo"));
  }

  /** Makes the store of a state directory the kept one. */
  async lend(state: string): Promise<void> {
    await mkdir(this.#images, { recursive: true, mode: 0o700 });
    await symlink(this.#images, join(state, "images"));
  }

  /**
   * Gives a configuration the packages of the last run that went well. They
   * are taken away, so that versions which cannot be had any more fail once.
   */
  async takeLock(configuration: string): Promise<void> {
    const kept = join(this.#folder, LOCK);
    try {
      await copyFile(kept, join(configuration, LOCK));
      await rm(kept);
    } catch {
      // Nothing was kept, or another demo took it: versions are asked for.
    }
  }

  /** Keeps what has just been built, and nothing of before. */
  async keep(configuration: string): Promise<void> {
    const lock = await readFile(join(configuration, LOCK));
    const draft = join(this.#folder, `${LOCK}.${process.pid}`);
    await writeFile(draft, lock);
    await rename(draft, join(this.#folder, LOCK));
    try {
      await collectGarbage(this.#images);
    } catch (error) {
      // Another demo uses the store.
      if (!(error instanceof ImageError)) throw error;
    }
  }

  get #images(): string {
    return join(this.#folder, "images");
  }
}
