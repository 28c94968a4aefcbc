/**
 * What every machine should be set to, locale and time zone, and the work of
 * getting each there: when it is chosen, when an agent appears, and again until
 * it took. A choice is remembered on disk before it is pushed.
 */

import type { LocaleAssignment, UnitName } from "@ghaf/api";
import type { Logger } from "@ghaf/daemon";
import type { AgentLinks } from "../agents/agent-link.ts";
import { Limiter } from "../agents/limiter.ts";
import type { Clock } from "../clock.ts";
import { AdminError } from "../errors.ts";
import type { LiveRegistry } from "../registry/live-registry.ts";
import { formatLocaleFile, readLocaleFile } from "./locale.ts";
import {
  LOCALE_FILE,
  type SettingsFile,
  type SettingsFiles,
  TIMEZONE_FILE,
} from "./settings-files.ts";
import { readTimezoneFile } from "./timezone.ts";

export interface DesiredStatePorts {
  readonly registry: LiveRegistry;
  readonly links: AgentLinks;
  readonly clock: Clock;
  readonly settings: SettingsFiles;
  readonly logger: Logger;
}

type Setting = "locale" | "timezone";

/** What one agent has still to be told. */
interface Debt {
  readonly owed: Set<Setting>;
  working: boolean;
  failures: number;
  cancelRetry: () => void;
}

const PUSHES_AT_ONCE = 16;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;

export class DesiredState {
  readonly #ports: DesiredStatePorts;
  readonly #limiter = new Limiter(PUSHES_AT_ONCE);
  readonly #debts = new Map<UnitName, Debt>();
  readonly #unlisten: () => void;
  /** Writes one after another, so that the file and what is pushed agree. */
  #writing: Promise<void> = Promise.resolve();
  #locale: readonly LocaleAssignment[] = [];
  #timezone: string | undefined;

  constructor(ports: DesiredStatePorts) {
    this.#ports = ports;
    this.#unlisten = ports.registry.onEvent((event) => {
      if (event.kind === "agent-up") {
        this.#owe(event.agent.unit, ["locale", "timezone"]);
      }
      if (event.kind === "agent-down") this.#forgive(event.agent.unit);
    });
  }

  /** Reads what was chosen before a restart. What cannot be read is as if never chosen. */
  async load(): Promise<void> {
    this.#locale = readLocaleFile(await this.#read(LOCALE_FILE));
    this.#timezone = readTimezoneFile(await this.#read(TIMEZONE_FILE));
    this.#oweAll(["locale", "timezone"]);
  }

  /** Replaces all assignments. @throws AdminError `storage`; then nothing has changed */
  async setLocale(assignments: readonly LocaleAssignment[]): Promise<void> {
    await this.#write(async () => {
      const text = formatLocaleFile(assignments);
      await this.#ports.settings.write(LOCALE_FILE, text);
      this.#locale = assignments;
    });
    this.#oweAll(["locale"]);
  }

  /** @throws AdminError `storage`; then nothing has changed */
  async setTimezone(timezone: string): Promise<void> {
    await this.#write(async () => {
      await this.#ports.settings.write(TIMEZONE_FILE, timezone);
      this.#timezone = timezone;
    });
    this.#oweAll(["timezone"]);
  }

  close(): void {
    this.#unlisten();
    for (const agent of [...this.#debts.keys()]) this.#forgive(agent);
  }

  async #read(file: SettingsFile): Promise<string> {
    const { settings, logger } = this.#ports;
    try {
      return (await settings.read(file)) ?? "";
    } catch (error) {
      logger.warning("a remembered setting cannot be read", { file, error });
      return "";
    }
  }

  async #write(work: () => Promise<void>): Promise<void> {
    const done = this.#writing.then(work);
    this.#writing = done.catch(() => undefined);
    await done;
  }

  #oweAll(settings: readonly Setting[]): void {
    const { state } = this.#ports.registry;
    for (const agent of state.rows.agents()) {
      if (state.isUp(agent.unit)) this.#owe(agent.unit, settings);
    }
  }

  #owe(agent: UnitName, settings: readonly Setting[]): void {
    const known = settings.filter((setting) => this.#isChosen(setting));
    if (known.length === 0) return;
    const debt = this.#debts.get(agent) ?? newDebt();
    this.#debts.set(agent, debt);
    for (const setting of known) debt.owed.add(setting);
    debt.failures = 0;
    debt.cancelRetry();
    this.#pay(agent, debt);
  }

  #forgive(agent: UnitName): void {
    const debt = this.#debts.get(agent);
    this.#debts.delete(agent);
    debt?.owed.clear();
    debt?.cancelRetry();
  }

  #isChosen(setting: Setting): boolean {
    return setting === "locale"
      ? this.#locale.length > 0
      : this.#timezone !== undefined;
  }

  #pay(agent: UnitName, debt: Debt): void {
    if (debt.working) return;
    debt.working = true;
    this.#limiter
      .run(() => this.#pushAll(agent, debt))
      .catch((error: unknown) => this.#failed(agent, debt, error))
      .finally(() => {
        debt.working = false;
        if (debt.owed.size === 0) this.#settled(agent, debt);
        else if (debt.failures === 0) this.#pay(agent, debt);
      });
  }

  /** Takes a setting off before pushing it: a newer choice puts it back on. */
  async #pushAll(agent: UnitName, debt: Debt): Promise<void> {
    for (const setting of [...debt.owed]) {
      debt.owed.delete(setting);
      try {
        await this.#push(agent, setting);
      } catch (error) {
        if (this.#debts.get(agent) === debt) debt.owed.add(setting);
        throw error;
      }
    }
    debt.failures = 0;
  }

  async #push(agent: UnitName, setting: Setting): Promise<void> {
    const entry = this.#ports.registry.state.rows.agent(agent);
    if (entry === undefined) return;
    const link = this.#ports.links(entry.placement.address);
    try {
      if (setting === "locale") await link.setLocale(this.#locale);
      else if (this.#timezone !== undefined) {
        await link.setTimezone(this.#timezone);
      }
    } catch (error) {
      // An agent that has no such service never will: nothing to try again.
      if (error instanceof AdminError && error.code === "not-supported") return;
      throw error;
    }
  }

  #failed(agent: UnitName, debt: Debt, error: unknown): void {
    if (this.#debts.get(agent) !== debt) return;
    const { clock, logger } = this.#ports;
    if (debt.failures === 0) {
      const settings = [...debt.owed];
      logger.warning("agent did not take a setting", {
        agent,
        settings,
        error,
      });
    }
    const wait = Math.min(FIRST_RETRY_MS * 2 ** debt.failures, LAST_RETRY_MS);
    debt.failures += 1;
    debt.cancelRetry = clock.after(wait, () => this.#pay(agent, debt));
  }

  #settled(agent: UnitName, debt: Debt): void {
    if (this.#debts.get(agent) === debt) this.#debts.delete(agent);
  }
}

function newDebt(): Debt {
  return {
    owed: new Set(),
    working: false,
    failures: 0,
    cancelRetry: () => undefined,
  };
}
