/** The first chapter: a device is described in a file, changed, and a mistake in it is found before anything is built. */

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Narrator } from "./narrator.ts";
import type { Finished, Processes } from "./processes.ts";
import { program } from "./programs.ts";

export class DescriptionFailed extends Error {}

/** What a person changes: the application VM gets more memory, and a second one comes. */
const EDIT = {
  from: "ramMb: 256,",
  to: "ramMb: 384,",
} as const;

/** Two slips of the hand, as they happen. */
const MISTAKES = [
  { from: "givc: { enable: true },", to: "givc: { enabel: true }," },
  { from: "ramMb: 384,", to: 'ramMb: "384",' },
] as const;

const WRONG_CONFIGURATION = 2;

export class Description {
  readonly #folder: string;
  readonly #processes: Processes;
  readonly #say: Narrator;

  /** @param folder an empty one of the demo */
  constructor(folder: string, processes: Processes, say: Narrator) {
    this.#folder = folder;
    this.#processes = processes;
    this.#say = say;
  }

  async tell(): Promise<void> {
    this.#say.chapter("1. A device is described in one file");
    await this.#succeeds(["init", "device"]);
    await this.#succeeds(["init", "before"], "quietly");
    await this.#edit(EDIT);
    await this.#succeeds(["diff", "before/system.ts", "device/system.ts"]);
    await this.#mistake();
    await this.#succeeds([
      "explain",
      "ghaf.development.ssh.daemon.enable",
      "device/system.ts",
    ]);
  }

  /** Both slips are named at once, with their lines; then they are taken back. */
  async #mistake(): Promise<void> {
    for (const mistake of MISTAKES) await this.#edit(mistake);
    this.#say.command(["ghaf", "check", "device/system.ts"]);
    const since = performance.now();
    const { code, stderr } = await this.#ghaf(["check", "device/system.ts"]);
    const took = performance.now() - since;
    this.#say.output(stderr);
    const named = ["enabel", "ramMb"].every((word) => stderr.includes(word));
    if (code !== WRONG_CONFIGURATION || !named) {
      throw new DescriptionFailed(`the mistakes were not named: exit ${code}`);
    }
    this.#say.fact("both mistakes are found, each with its line", took);
    for (const { from, to } of [...MISTAKES].reverse()) {
      await this.#edit({ from: to, to: from }, "quietly");
    }
    await this.#succeeds(["check", "device/system.ts"], "quietly");
  }

  async #edit(
    { from, to }: { readonly from: string; readonly to: string },
    how?: "quietly",
  ): Promise<void> {
    const file = join(this.#folder, "device/system.ts");
    const text = await readFile(file, "utf8");
    if (!text.includes(from)) throw new DescriptionFailed(`no ${from} to edit`);
    await writeFile(file, text.replace(from, to));
    if (how === undefined) {
      this.#say.note(`device/system.ts:  ${from}  becomes  ${to}`);
    }
  }

  async #succeeds(words: readonly string[], how?: "quietly"): Promise<void> {
    if (how === undefined) this.#say.command(["ghaf", ...words]);
    const { code, stdout, stderr } = await this.#ghaf(words);
    if (code !== 0) {
      throw new DescriptionFailed(
        `${words.join(" ")}: exit ${code}: ${stderr}`,
      );
    }
    if (how === undefined) this.#say.output(stdout === "" ? stderr : stdout);
  }

  #ghaf(words: readonly string[]): Promise<Finished> {
    const cache = join(this.#folder, "cache");
    return this.#processes.run(
      [program("cli", "ghaf"), ...words],
      { XDG_CACHE_HOME: cache },
      { folder: this.#folder },
    );
  }
}
