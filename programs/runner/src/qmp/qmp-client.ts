/**
 * A conversation with QEMU over its control socket: commands with deadlines,
 * events in order. Any breach of the protocol ends the conversation.
 */

import type { Duplex } from "node:stream";
import { type Deferred, deferred } from "@ghaf/daemon";
import { RunnerError } from "../errors.ts";
import { LineSplitter, TOO_LONG } from "../lines/line-splitter.ts";
import { EventQueue } from "./event-queue.ts";
import { parseQmpMessage, type QmpEvent, type QmpMessage } from "./message.ts";

/** Far above any answer to a command of ours. */
const LONGEST_LINE = 1024 * 1024;
/** Commands that wait for their answer; more is a fault of ours. */
const MOST_PENDING = 32;

interface Pending {
  readonly command: string;
  readonly answer: Deferred<unknown>;
}

export class QmpClient {
  readonly #stream: Duplex;
  readonly #splitter = new LineSplitter(LONGEST_LINE);
  readonly #greeting = deferred<void>();
  readonly #ended = deferred<void>();
  readonly #pending = new Map<number, Pending>();
  readonly #queues = new Set<EventQueue>();
  #nextId = 1;
  #end: RunnerError | undefined;

  private constructor(stream: Duplex) {
    this.#stream = stream;
    stream.on("data", (chunk: Buffer) => this.#read(chunk));
    stream.on("error", (error) => this.#finish(lost(error)));
    stream.on("close", () => this.#finish(lost()));
    stream.on("end", () => this.#finish(lost()));
  }

  /**
   * Greets QEMU over a connected stream, which then belongs to the client.
   * @throws RunnerError `timeout` or `protocol`
   */
  static async open(stream: Duplex, deadlineMs: number): Promise<QmpClient> {
    const client = new QmpClient(stream);
    const late = new RunnerError(
      "timeout",
      `QEMU's control socket was silent for ${deadlineMs} ms`,
    );
    const timer = setTimeout(() => client.#finish(late), deadlineMs);
    try {
      await client.#greeting.promise;
      await client.execute("qmp_capabilities", {}, deadlineMs);
      return client;
    } catch (error) {
      client.close();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Resolves when the conversation is over, for whatever reason. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /**
   * @returns what QEMU returns
   * @throws RunnerError `qemu` with its reason, `timeout`, or `protocol` when the conversation ends first
   */
  async execute(
    command: string,
    parameters: Readonly<Record<string, unknown>>,
    deadlineMs: number,
  ): Promise<unknown> {
    if (this.#end !== undefined) throw this.#end;
    if (this.#pending.size >= MOST_PENDING) {
      const text = `${MOST_PENDING} commands wait for QEMU's answer`;
      throw new RunnerError("qemu", text, { value: command });
    }
    const id = this.#nextId;
    this.#nextId += 1;
    const answer = deferred<unknown>();
    this.#pending.set(id, { command, answer });
    const message = { execute: command, arguments: parameters, id };
    this.#stream.write(`${JSON.stringify(message)}\n`);
    const timer = setTimeout(() => {
      const text = `QEMU did not answer ${command} in ${deadlineMs} ms`;
      answer.reject(new RunnerError("timeout", text, { value: command }));
    }, deadlineMs);
    // Its number stays taken until it is answered: a late answer is no breach.
    return answer.promise.finally(() => clearTimeout(timer));
  }

  /** Every event from now on; ends with the conversation. */
  events(): AsyncIterableIterator<QmpEvent, undefined> {
    const queue = new EventQueue();
    if (this.#end === undefined) this.#queues.add(queue);
    else queue.finish();
    return queue;
  }

  close(): void {
    this.#finish(lost());
  }

  #read(chunk: Buffer): void {
    for (const line of this.#splitter.push(chunk)) {
      if (this.#end !== undefined) return;
      if (line === TOO_LONG) {
        const text = `QEMU's control socket sent more than ${LONGEST_LINE} bytes in a line`;
        this.#finish(new RunnerError("protocol", text));
        return;
      }
      if (line !== "") this.#take(line);
    }
  }

  #take(line: string): void {
    try {
      this.#handle(parseQmpMessage(line));
    } catch (error) {
      if (!(error instanceof RunnerError)) throw error;
      this.#finish(error);
    }
  }

  #handle(message: QmpMessage): void {
    switch (message.kind) {
      case "greeting":
        this.#greeting.resolve();
        return;
      case "event":
        for (const queue of this.#queues) queue.push(message.event);
        return;
      case "answer":
        this.#settle(message.id).answer.resolve(message.value);
        return;
      case "refusal": {
        const { command, answer } = this.#settle(message.id);
        const text = `QEMU refused ${command}: ${message.reason}`;
        answer.reject(new RunnerError("qemu", text, { value: command }));
      }
    }
  }

  #settle(id: number): Pending {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (pending !== undefined) return pending;
    const text = `QEMU answered command ${id}, which was not asked`;
    throw new RunnerError("protocol", text, { value: id });
  }

  #finish(reason: RunnerError): void {
    if (this.#end !== undefined) return;
    this.#end = reason;
    this.#stream.destroy();
    this.#greeting.reject(reason);
    for (const { answer } of this.#pending.values()) answer.reject(reason);
    this.#pending.clear();
    for (const queue of this.#queues) queue.finish();
    this.#queues.clear();
    this.#ended.resolve();
  }
}

function lost(cause?: unknown): RunnerError {
  const text = "the connection to QEMU's control socket has ended";
  return new RunnerError("protocol", text, { cause });
}
