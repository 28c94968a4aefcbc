/**
 * Keeps the admin informed for as long as the agent lives: one session after the
 * other, each beginning with everything and going on with what changes, or plain
 * registration where the admin has no sessions.
 */

import { SessionService } from "@ghaf/api/proto/ghaf/session/v1/session";
import {
  createRpcClient,
  type RpcClient,
  RpcError,
  type RpcTransport,
} from "@ghaf/api/rpc";
import type { Logger } from "@ghaf/daemon";
import { type Clock, pause } from "../clock.ts";
import { AgentError } from "../errors.ts";
import type { Monitor } from "../unit/monitor.ts";
import type { AgentFacts } from "./agent-facts.ts";
import { type Backoff, createBackoff } from "./backoff.ts";
import type { Position } from "./change-positions.ts";
import { type AgentFrame, frameMaker } from "./frames.ts";
import { Outbox } from "./outbox.ts";
import {
  createRegisterFallback,
  type RegisterFallback,
} from "./register-fallback.ts";

export interface SessionClientOptions {
  readonly admin: RpcTransport;
  readonly facts: AgentFacts;
  readonly monitor: Monitor;
  readonly clock: Clock;
  readonly random: () => number;
  /** A new random text for each session. */
  readonly newEpoch: () => string;
  readonly log: Logger;
}

export interface SessionClient {
  /** Begins, and goes on until `close`. The monitor must have loaded. */
  start(): void;
  /** Resolves when an admin has first acknowledged this agent. */
  readonly registered: Promise<void>;
  /** Where the present session is; undefined when there is none. */
  position(): Position | undefined;
  close(): Promise<void>;
}

/** An admin that took the stream must answer the snapshot within this time. */
const WELCOME_MS = 5_000;
/** A session that lived as long was no accident: the next wait is short again. */
const LASTING_MS = 1_000;

export function createSessionClient(
  options: SessionClientOptions,
): SessionClient {
  return new Sessions(options);
}

interface LiveSession {
  readonly epoch: string;
  readonly outbox: Outbox<AgentFrame>;
  welcomed: boolean;
}

class Sessions implements SessionClient {
  readonly registered: Promise<void>;
  readonly #options: SessionClientOptions;
  readonly #client: RpcClient<typeof SessionService>;
  readonly #fallback: RegisterFallback;
  readonly #backoff: Backoff;
  readonly #closing = new AbortController();
  #acknowledge = () => {};
  #live: LiveSession | undefined;
  #running: Promise<void> | undefined;
  #lastFailure = "";

  constructor(options: SessionClientOptions) {
    this.#options = options;
    this.#client = createRpcClient(SessionService, options.admin);
    this.#backoff = createBackoff(options.random);
    this.registered = new Promise((resolve) => {
      this.#acknowledge = resolve;
    });
    this.#fallback = createRegisterFallback({
      ...options,
      state: () => options.monitor.state(),
      onRegistered: () => this.#registeredWithout(),
    });
  }

  start(): void {
    this.#running ??= this.#run(this.#closing.signal);
  }

  position(): Position | undefined {
    const live = this.#live;
    return live && { epoch: live.epoch, sequence: live.outbox.latest };
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    while (!signal.aborted) {
      const began = clock.now();
      await this.#attempt(signal);
      if (clock.now() - began >= LASTING_MS) this.#backoff.reset();
      await pause(clock, this.#backoff.next(), signal);
    }
  }

  /** One session, or what stands in for it, from its beginning to its end. */
  async #attempt(signal: AbortSignal): Promise<void> {
    try {
      await this.#session(signal).catch(async (error: unknown) => {
        if (!isUnimplemented(error)) throw error;
        await this.#fallback.run(signal);
      });
      this.#report("the admin ended the session");
    } catch (error) {
      if (!signal.aborted) this.#report("no session with the admin", error);
    }
  }

  async #session(signal: AbortSignal): Promise<void> {
    const { monitor, facts, clock, newEpoch } = this.#options;
    const epoch = newEpoch();
    const frames = frameMaker(facts, epoch, () => monitor.state());
    const live = { epoch, outbox: new Outbox(frames), welcomed: false };
    const ending = new AbortController();
    const end = () => ending.abort();
    let isLate = false;
    const cancelDeadline = clock.after(WELCOME_MS, () => {
      isLate = !live.welcomed;
      if (isLate) end();
    });
    const unfollow = monitor.onChange((change) => live.outbox.push(change));
    signal.addEventListener("abort", end, { once: true });
    this.#live = live;
    try {
      await this.#converse(live, ending.signal);
    } catch (error) {
      throw isLate ? unanswered(error) : error;
    } finally {
      this.#live = undefined;
      signal.removeEventListener("abort", end);
      unfollow();
      cancelDeadline();
      end();
    }
  }

  async #converse(live: LiveSession, signal: AbortSignal): Promise<void> {
    const frames = live.outbox.frames(signal);
    const replies = this.#client.session(frames, { signal });
    for await (const { frame } of replies) {
      switch (frame.case) {
        case "welcome":
          if (frame.value.epoch === live.epoch) this.#welcome(live);
          break;
        case "acknowledged":
          live.outbox.acknowledge(Number(frame.value));
          break;
        case undefined:
          break;
      }
    }
  }

  #welcome(live: LiveSession): void {
    live.outbox.welcome();
    if (live.welcomed) return;
    live.welcomed = true;
    this.#lastFailure = "";
    this.#options.log.info("session with the admin", { epoch: live.epoch });
    this.#acknowledge();
  }

  #registeredWithout(): void {
    this.#lastFailure = "";
    this.#options.log.info("registered with an admin that has no sessions");
    this.#acknowledge();
  }

  /** The same failure is told once, not at every attempt. */
  #report(text: string, error?: unknown): void {
    const told = error instanceof Error ? `${text}: ${error.message}` : text;
    const { log } = this.#options;
    const fields = error === undefined ? {} : { error };
    if (told === this.#lastFailure) log.debug(text, fields);
    else if (isRefusal(error)) log.warning(text, fields);
    else log.notice(text, fields);
    this.#lastFailure = told;
  }
}

function unanswered(cause: unknown): AgentError {
  const text = `the snapshot was not answered within ${WELCOME_MS / 1_000} s`;
  return new AgentError("timeout", text, { cause });
}

function isUnimplemented(error: unknown): boolean {
  return error instanceof RpcError && error.code === "unimplemented";
}

/** The admin is there and does not want this agent: somebody has to look. */
function isRefusal(error: unknown): boolean {
  return error instanceof RpcError && error.code !== "unavailable";
}
