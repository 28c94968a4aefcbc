/** Telling of commands: each is shown as a person would type it, and what it printed below it. */

import type { Narrator } from "./narrator.ts";
import type { Finished } from "./processes.ts";

export type CommandName = "ghaf" | "givc-cli";

/** Where commands are run. */
export interface Place {
  run(name: CommandName, args: readonly string[]): Promise<Finished>;
}

/** What should have come true did not. */
export class StoryFailed extends Error {}

export class Telling {
  readonly #place: Place;
  readonly #say: Narrator;

  constructor(place: Place, say: Narrator) {
    this.#place = place;
    this.#say = say;
  }

  /** With what it prints, which is given. @throws StoryFailed when it fails */
  async show(name: CommandName, args: readonly string[]): Promise<string> {
    this.#say.command([name, ...args]);
    const finished = await this.#place.run(name, args);
    expectSuccess(finished, [name, ...args].join(" "));
    this.#say.output(finished.stdout);
    return finished.stdout;
  }

  /** Without. @throws StoryFailed when it fails */
  async control(args: readonly string[]): Promise<void> {
    this.#say.command(["givc-cli", ...args]);
    const finished = await this.#place.run("givc-cli", args);
    expectSuccess(finished, args.join(" "));
  }

  async timed(fact: string, work: () => Promise<void>): Promise<void> {
    const since = performance.now();
    await work();
    this.#say.fact(fact, performance.now() - since);
  }
}

export function expectSuccess({ code, stderr }: Finished, what: string): void {
  if (code !== 0) throw new StoryFailed(`${what}: exit ${code}: ${stderr}`);
}
