/** Somebody who watches the registry: `givc-cli watch` on a machine, and waiting for what it is told. */

import { EventEmitter, once } from "node:events";
import { createInterface } from "node:readline";
import type { GuestProgram } from "../machine/guest.ts";
import { MachineError } from "../machine/machine-error.ts";
import type { Row } from "./expectations.ts";
import type { Fleet, Member } from "./fleet.ts";

/** A change, or a row of the list that comes first (`initial`). */
export interface Told extends Row {
  readonly kind:
    | "initial"
    | "UnitRegistered"
    | "UnitStatusChanged"
    | "UnitShutdown";
}

/** How long something may take that a test waits for; nothing here takes half as long. */
const DEADLINE_MS = 90_000;

export class Watcher {
  /** Everything told so far, oldest first. */
  readonly told: Told[] = [];
  /** What it complained of: a lost connection, for one. */
  complaints = "";
  readonly #program: GuestProgram;
  readonly #news = new EventEmitter();
  #listed = false;
  #ended = false;

  private constructor(program: GuestProgram) {
    this.#program = program;
    createInterface(program.child.stdout).on("line", (line) => {
      this.#take(JSON.parse(line));
      this.#news.emit("line");
    });
    program.child.stderr.on("data", (text) => {
      this.complaints += text;
    });
    program.child.once("close", () => {
      this.#ended = true;
      this.#news.emit("line");
    });
  }

  /** Returns when the first list has come. */
  static async start(fleet: Fleet, from: Member): Promise<Watcher> {
    const words = ["watch", "--as-json", "--initial"];
    const watcher = new Watcher(await fleet.startCli(from, ...words));
    await watcher.#until("the first list", () => watcher.#listed || undefined);
    return watcher;
  }

  /** Where it is now, for `saw` and `of`. */
  get now(): number {
    return this.told.length;
  }

  /** The first thing told from `since` on that is `wanted`; waits for it. */
  saw(what: string, wanted: (told: Told) => boolean, since = 0): Promise<Told> {
    return this.#until(what, () => this.told.slice(since).find(wanted));
  }

  /** Waits until the unit was told to have a status, or with "gone" that it is no more. */
  sawUnit(unit: string, status: string, since = 0): Promise<Told> {
    return this.saw(
      `${unit} ${status}`,
      (told) => told.name === unit && wordOf(told) === status,
      since,
    );
  }

  /** What was told of a unit from `since` on: its statuses, and "gone". */
  of(unit: string, since = 0): string[] {
    return this.told
      .slice(since)
      .filter(({ name }) => name === unit)
      .map(wordOf);
  }

  async stop(): Promise<void> {
    if (!this.#ended) await this.#program.signal("SIGTERM");
  }

  #take(line: Row[] | Readonly<Record<string, Row>>): void {
    if (Array.isArray(line)) {
      this.#listed = true;
      for (const row of line) this.told.push({ ...row, kind: "initial" });
      return;
    }
    for (const [kind, row] of Object.entries(line)) {
      this.told.push({ ...row, kind: kind as Told["kind"] });
    }
  }

  async #until<T>(what: string, find: () => T | undefined): Promise<T> {
    const signal = AbortSignal.timeout(DEADLINE_MS);
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      const how = this.#ended ? "the watcher has ended" : undefined;
      if (how !== undefined) throw this.#failure(what, how);
      await once(this.#news, "line", { signal }).catch((cause: unknown) => {
        throw this.#failure(what, `not told in ${DEADLINE_MS} ms`, cause);
      });
    }
  }

  #failure(what: string, how: string, cause?: unknown): MachineError {
    const told = this.told.map((each) => `${each.name} ${wordOf(each)}`);
    const all = [how, ...told, this.complaints].join("\n");
    return new MachineError("deadline", what, all, { cause });
  }
}

function wordOf({ kind, status }: Told): string {
  return kind === "UnitShutdown" ? "gone" : status;
}
