/**
 * Keeps one subscribed connection to systemd: connects at once, notices a lost
 * bus, connects again with growing pauses, and says when it is up.
 */

import type { Logger } from "@ghaf/daemon";
import { type BusConnection, openBus } from "./dbus-connection.ts";
import { DbusManager } from "./dbus-manager.ts";
import { BUS_NAME, type ManagerEvent, readSignal } from "./dbus-signals.ts";
import { UnitsError } from "./units.ts";

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

export interface LinkOptions {
  readonly address: string;
  readonly callTimeoutMs: number;
  readonly logger: Logger;
  readonly onEvent: (event: ManagerEvent) => void;
  /** Called before anybody gets the manager: signals flow, nothing is known yet. */
  readonly onUp: (manager: DbusManager) => void;
  readonly onDown: (reason: string) => void;
}

type State =
  | { readonly kind: "connecting"; readonly attempt: Promise<void> }
  | {
      readonly kind: "up";
      readonly manager: DbusManager;
      readonly bus: BusConnection;
    }
  | { readonly kind: "down"; readonly retry: NodeJS.Timeout }
  | { readonly kind: "closed" };

export class DbusLink {
  readonly #options: LinkOptions;
  #state: State;
  #pauseMs = FIRST_PAUSE_MS;
  #reason = "the bus was not reached yet";

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#state = { kind: "connecting", attempt: this.#connect() };
  }

  /** Waits for an attempt that is under way. @throws UnitsError `unavailable` between attempts */
  async manager(unit: string): Promise<DbusManager> {
    if (this.#state.kind === "connecting") await this.#state.attempt;
    if (this.#state.kind === "up") return this.#state.manager;
    throw new UnitsError(
      "unavailable",
      unit,
      `systemd cannot be reached: ${this.#reason}`,
    );
  }

  close(): void {
    const state = this.#state;
    this.#reason = "the connection was closed";
    this.#state = { kind: "closed" };
    if (state.kind === "up") state.bus.close();
    if (state.kind === "down") clearTimeout(state.retry);
  }

  async #connect(): Promise<void> {
    const systemd = new NameOwner();
    try {
      const bus = await openBus({
        address: this.#options.address,
        timeoutMs: this.#options.callTimeoutMs,
        // The match rules choose among what is sent to everybody. Anybody may
        // also send to this connection alone, past all rules.
        hears: (sender) => sender === BUS_NAME || sender === systemd.name,
        onSignal: (signal) => {
          const event = readSignal(signal);
          if (event === undefined) return;
          if (event.kind === "owner-changed") {
            systemd.learn(event.owner, event.order);
          }
          this.#options.onEvent(event);
        },
      });
      await this.#greet(bus, systemd);
    } catch (error) {
      this.#pause(error instanceof Error ? error.message : String(error));
    }
  }

  async #greet(bus: BusConnection, systemd: NameOwner): Promise<void> {
    const manager = new DbusManager(bus);
    try {
      await manager.match();
      const { name, order } = await manager.owner();
      systemd.learn(name, order);
      await manager.subscribe();
    } catch (error) {
      bus.close();
      throw error;
    }
    if (this.#state.kind === "closed") {
      bus.close();
      return;
    }
    this.#pauseMs = FIRST_PAUSE_MS;
    this.#state = { kind: "up", manager, bus };
    this.#options.onUp(manager);
    void bus.closed.then(() => {
      if (this.#state.kind === "up") this.#pause("the bus was lost");
    });
  }

  #pause(reason: string): void {
    if (this.#state.kind === "closed") return;
    const wasUp = this.#state.kind === "up";
    this.#reason = reason;
    const retry = setTimeout(() => {
      this.#state = { kind: "connecting", attempt: this.#connect() };
    }, this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
    this.#state = { kind: "down", retry };
    this.#options.logger.warning("systemd cannot be reached; trying again", {
      reason,
    });
    if (wasUp) this.#options.onDown(reason);
  }
}

/** Who has systemd's name on the bus, as the bus has said last. */
class NameOwner {
  name = "";
  #order = 0;

  /** An answer may be read after a signal that came later. */
  learn(name: string, order: number): void {
    if (order < this.#order) return;
    this.name = name;
    this.#order = order;
  }
}
