/** The runs of a supervisor's units: each is begun through the keeper, and what happens to it comes back to its unit. */

import { join } from "node:path";
import type { Logger } from "@ghaf/daemon";
import { KeeperLink } from "./keeper-link.ts";
import type {
  Command,
  FromKeeper,
  Said,
  StartMessage,
  UnitSignal,
} from "./keeper-messages.ts";
import type { LocalUnit } from "./local-unit.ts";
import { Performances } from "./performances.ts";

export interface UnitRunsOptions {
  /** The argument vector of the keeper. */
  readonly keeper: Command;
  /** The keeper's own. */
  readonly environment: Readonly<Record<string, string>>;
  /** Has a log per unit; undefined: units write where the keeper does. */
  readonly logFolder: string | undefined;
  readonly logger: Logger;
}

export class UnitRuns {
  readonly #options: UnitRunsOptions;
  readonly #keeper: KeeperLink;
  readonly #performances: Performances;
  readonly #units = new Map<number, LocalUnit>();
  #last = 0;

  constructor(options: UnitRunsOptions) {
    this.#options = options;
    this.#keeper = new KeeperLink({
      keeper: options.keeper,
      environment: options.environment,
      onEvent: (event) => this.#onEvent(event),
      onLost: (reason) => this.#onLost(reason),
    });
    this.#performances = new Performances((message) =>
      this.#keeper.send(message),
    );
    this.#keeper.prepare();
  }

  /** Has the unit's program executed. @returns the number of the run */
  start(unit: LocalUnit): number {
    const run = this.#next();
    this.#units.set(run, unit);
    this.#keeper.send(this.#startMessage(run, unit));
    return run;
  }

  signal(run: number, signal: UnitSignal): void {
    this.#keeper.send({ do: "signal", run, signal });
  }

  /** Runs a program to its end. @throws Error that says why it failed */
  perform(
    command: Command,
    environment: Readonly<Record<string, string>>,
  ): Promise<void> {
    const run = this.#next();
    return this.#performances.perform({ run, command, environment });
  }

  /** Ends a keeper that does not answer, and every run with it. */
  abandon(): void {
    this.#keeper.kill();
  }

  /** Ends whatever still runs, and the keeper. */
  async close(): Promise<void> {
    await this.#keeper.close();
    // The keeper of before has nobody to tell how what it ran has ended.
    this.#performances.onLost("it was closed");
  }

  #next(): number {
    this.#last += 1;
    return this.#last;
  }

  #startMessage(run: number, { definition }: LocalUnit): StartMessage {
    const { name, command, environment, type } = definition;
    const { logFolder } = this.#options;
    return {
      ...{ do: "start", run, command, environment },
      mayNotify: type === "notify",
      logFile: logFolder && join(logFolder, `${name}.log`),
    };
  }

  #onEvent(event: FromKeeper): void {
    if (event.event === "performed") {
      this.#performances.onPerformed(event.run, event.failure);
    }
    const unit = this.#units.get(event.run);
    if (unit !== undefined) this.#tell(unit, event);
  }

  #tell(unit: LocalUnit, event: FromKeeper): void {
    switch (event.event) {
      case "started":
        unit.onStarted();
        break;
      case "refused":
        this.#units.delete(event.run);
        unit.onRefused(event.reason);
        break;
      case "said":
        this.#logStatus(unit, event.said);
        unit.onSaid(event.said);
        break;
      case "ended":
        this.#units.delete(event.run);
        unit.onEnded(event.code, event.signal);
        break;
      case "frozen":
        unit.onFrozen();
        break;
      case "performed":
        break;
    }
  }

  #logStatus({ definition }: LocalUnit, { status }: Said): void {
    if (status === undefined) return;
    const { name } = definition;
    this.#options.logger.debug("a unit says", { unit: name, status });
  }

  #onLost(reason: string): void {
    const lost = [...this.#units.values()];
    this.#units.clear();
    this.#performances.onLost(reason);
    this.#options.logger.error("the keeper of the units was lost", {
      reason,
      units: lost.map(({ definition }) => definition.name),
    });
    for (const unit of lost) unit.onLost(reason);
  }
}
