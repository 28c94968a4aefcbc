/**
 * The registry in the running program: applies commands, tells watchers, and
 * lets the other rooms listen or wait for a state. All of it synchronous: when
 * `apply` returns, everybody has been told.
 */

import type { QueryListResponse, WatchItem } from "@ghaf/api/proto/admin/admin";
import { RegistryMessages } from "./messages.ts";
import {
  isRowEvent,
  Registry,
  type RegistryCommand,
  type RegistryEvent,
} from "./registry.ts";
import { WatchLog } from "./watch.ts";

type Listener = (event: RegistryEvent) => void;

export class LiveRegistry {
  readonly state = new Registry();
  readonly #messages = new RegistryMessages();
  readonly #log: WatchLog<WatchItem>;
  readonly #listeners = new Set<Listener>();
  readonly #waiters = new Set<() => void>();

  /** @param backlog events a watcher may be behind */
  constructor(backlog?: number) {
    this.#log = new WatchLog(backlog);
  }

  apply(command: RegistryCommand): void {
    const events = this.state.apply(command);
    if (events.length === 0) return;
    if (events.some(isRowEvent)) {
      this.#messages.changed();
      this.#publish(events);
    }
    for (const event of events) {
      for (const listener of this.#listeners) listener(event);
    }
    for (const check of [...this.#waiters]) check();
  }

  /** Calls the listener with every event. Returns what ends that. */
  onEvent(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Waits until `found` returns something: asked now and after every change.
   * What `found` throws fails the wait; so does the signal, with its reason.
   */
  until<T>(found: () => T | undefined, signal: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      const end = () => {
        this.#waiters.delete(check);
        signal.removeEventListener("abort", abort);
      };
      const abort = () => {
        end();
        reject(signal.reason);
      };
      const check = () => {
        try {
          const value = found();
          if (value === undefined) return;
          end();
          resolve(value);
        } catch (error) {
          end();
          reject(error);
        }
      };
      if (signal.aborted) return reject(signal.reason);
      this.#waiters.add(check);
      signal.addEventListener("abort", abort, { once: true });
      check();
    });
  }

  queryList(): QueryListResponse {
    return this.#messages.list(() => this.state.rows.all());
  }

  /** `Initial`, then every change. @throws AdminError `aborted` when it fell behind */
  watch(signal: AbortSignal): AsyncIterable<WatchItem> {
    const first = () => this.#messages.initial(() => this.state.rows.all());
    return this.#log.follow(first, signal);
  }

  /** Open watches. */
  get watchers(): number {
    return this.#log.watchers;
  }

  /** Ends every watch cleanly. */
  close(): void {
    this.#log.close();
  }

  #publish(events: readonly RegistryEvent[]): void {
    // Nobody watches: make no messages. A later watcher begins after these.
    if (this.#log.watchers === 0) return;
    const messages = events.map((event) => this.#messages.event(event));
    this.#log.append(messages.filter((message) => message !== undefined));
  }
}
