/**
 * One connection to a message bus: calls with a deadline, signals in the order
 * in which they were sent, and the news that the connection is lost. The only
 * file that knows the D-Bus library (docs/decisions/0002-dbus-library.md).
 */

import { EventEmitter } from "node:events";
import { Readable } from "node:stream";
import {
  DBusError,
  Message,
  type MessageBus,
  MessageType,
  sessionBus,
  Variant,
} from "@jellybrick/dbus-next";
import { FrameReader } from "./dbus-frames.ts";

export interface BusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  /** Signature of the body; absent when there is none. */
  readonly signature?: string;
  readonly body?: readonly unknown[];
}

/** `order` counts the messages of a connection as they arrived, replies and signals alike. */
export interface BusReply {
  readonly body: readonly unknown[];
  readonly order: number;
}

export interface BusSignal {
  readonly order: number;
  /** The unique name that the bus gave to whoever sent it; nobody can choose it. */
  readonly sender: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly body: readonly unknown[];
}

export interface BusConnection {
  /** @throws BusError with the error name of the peer, or one of `LOCAL_ERRORS` */
  call(call: BusCall): Promise<BusReply>;
  /** Resolves when the connection is lost or was closed. */
  readonly closed: Promise<void>;
  close(): void;
}

export interface BusOptions {
  /** A D-Bus address, `unix:path=/run/dbus/system_bus_socket`. */
  readonly address: string;
  /** For the connection and for every call, milliseconds. */
  readonly timeoutMs: number;
  /** Whose messages are read at all, by unique name. Calls to us never are. */
  readonly hears: (sender: string) => boolean;
  readonly onSignal: (signal: BusSignal) => void;
}

/** Names for what went wrong on this side of the bus. */
export const LOCAL_ERRORS = {
  timeout: "ghaf.Timeout",
  disconnected: "ghaf.Disconnected",
} as const;

/** A call that failed; `errorName` is the peer's, `org.freedesktop.DBus.Error.AccessDenied`. */
export class BusError extends Error {
  readonly errorName: string;

  constructor(errorName: string, message: string) {
    super(message);
    this.name = "BusError";
    this.errorName = errorName;
  }
}

/** A value with its type, where a method takes a variant. */
export function variant(signature: string, value: unknown): unknown {
  return new Variant(signature, value);
}

/** What a variant holds; anything else is returned as it is. */
export function unwrap(value: unknown): unknown {
  return value instanceof Variant ? value.value : value;
}

/** Connects, authenticates and says hello. @throws BusError */
export async function openBus(options: BusOptions): Promise<BusConnection> {
  const bus = sessionBus({
    busAddress: options.address,
    authMethods: ["EXTERNAL"],
  });
  const connection = new Connection(bus, options);
  try {
    await connection.greeted;
  } catch (error) {
    connection.close();
    throw error;
  }
  return connection;
}

class Connection implements BusConnection {
  readonly closed: Promise<void>;
  /** Resolves once the bus has given this connection its name. */
  readonly greeted: Promise<void>;
  readonly #bus: MessageBus;
  readonly #timeoutMs: number;
  readonly #pending = new Set<(error: BusError) => void>();
  /** When each reply arrived; a promise alone resolves after later signals. */
  readonly #orders = new WeakMap<Message, number>();
  #order = 0;
  #lost: BusError | undefined;
  #resolveClosed: () => void = () => {};

  constructor(bus: MessageBus, options: BusOptions) {
    this.#bus = bus;
    this.#timeoutMs = options.timeoutMs;
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
    this.#followEnd();
    this.#readOnlyFrom(options.hears);
    bus.on("message", (message) => {
      this.#order += 1;
      this.#orders.set(message, this.#order);
      if (message.type !== MessageType.SIGNAL) return;
      const { sender, path, interface: face, member, body } = message;
      const order = this.#order;
      options.onSignal({ order, sender, path, interface: face, member, body });
    });
    this.greeted = this.#bounded(
      new Promise((resolve) => bus.once("connect", resolve)),
      `connecting to ${options.address}`,
    );
  }

  async call(call: BusCall): Promise<BusReply> {
    const { body, ...rest } = call;
    const message = new Message({ ...rest, body: [...(body ?? [])] });
    const reply = await this.#bounded(this.#send(message), call.member);
    if (reply === null) return { body: [], order: this.#order };
    return {
      body: reply.body,
      order: this.#orders.get(reply) ?? this.#order,
    };
  }

  close(): void {
    this.#lose("the connection was closed");
    streamOf(this.#bus)?.destroy();
  }

  /** The library queues calls for ever once its stream has ended. */
  async #send(message: Message): Promise<Message | null> {
    if (this.#lost !== undefined) throw this.#lost;
    try {
      return await this.#bus.call(message);
    } catch (error) {
      throw error instanceof DBusError
        ? new BusError(error.type, error.text)
        : error;
    }
  }

  /** Settles with the promise, the deadline or the loss of the connection. */
  #bounded<T>(promise: Promise<T>, what: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => {
        clearTimeout(timer);
        this.#pending.delete(fail);
        end();
      };
      const fail = (error: unknown) => settle(() => reject(error));
      const late = () =>
        fail(
          new BusError(
            LOCAL_ERRORS.timeout,
            `${what}: no answer in ${this.#timeoutMs} ms`,
          ),
        );
      const timer = setTimeout(late, this.#timeoutMs);
      this.#pending.add(fail);
      promise.then((value) => settle(() => resolve(value)), fail);
    });
  }

  #followEnd(): void {
    this.#bus.on("error" as "connect", (error?: unknown) => {
      this.#lose(error instanceof Error ? error.message : "the bus failed");
      streamOf(this.#bus)?.destroy();
    });
    connectionOf(this.#bus).once("end", () =>
      this.#lose("the bus closed the connection"),
    );
  }

  /**
   * Puts a door before the library's reader. That one makes objects of whatever
   * arrives, many times its size, and what it cannot read it throws from where
   * nobody catches: either would let any user of the bus end this program.
   */
  #readOnlyFrom(hears: (sender: string) => boolean): void {
    const install = () => {
      const stream = streamOf(this.#bus);
      const [parse] = stream?.listeners("readable") ?? [];
      if (stream === undefined || parse === undefined) {
        return this.#lose("the D-Bus library has no reader to stand before");
      }
      const frames = new FrameReader({
        isWanted: ({ kind, sender = "" }) => kind !== "call" && hears(sender),
        onFrame: (frame) => this.#parse(stream, frame, () => parse()),
      });
      stream.on("readable", () => {
        for (let read = stream.read(); read !== null; read = stream.read()) {
          frames.take(read);
        }
      });
      stream.off("readable", parse as () => void);
    };
    // The library tells of the connection just before it begins to read.
    connectionOf(this.#bus).once("connect", () => queueMicrotask(install));
  }

  /** The library takes what it parses from its stream, so that gives it this one message. */
  #parse(stream: Readable, frame: Buffer, parse: () => void): void {
    let left = frame;
    stream.read = (size = left.length) => {
      if (left.length === 0) return null;
      const part = left.subarray(0, size);
      left = left.subarray(size);
      return part;
    };
    try {
      parse();
    } catch {
      this.#lose("a message of the bus cannot be read");
      stream.destroy();
    } finally {
      Reflect.deleteProperty(stream, "read");
    }
  }

  #lose(reason: string): void {
    if (this.#lost !== undefined) return;
    const lost = new BusError(LOCAL_ERRORS.disconnected, reason);
    this.#lost = lost;
    for (const fail of [...this.#pending]) fail(lost);
    this.#resolveClosed();
  }
}

/**
 * The library's public face tells of errors but not of the end of its stream,
 * so this reaches for the connection behind it; the version is pinned, and the
 * test that ends a bus fails should the member ever go.
 */
function connectionOf(bus: MessageBus): EventEmitter {
  const connection: unknown = Reflect.get(bus, "_connection");
  if (connection instanceof EventEmitter) return connection;
  throw new TypeError("the D-Bus library has no connection to listen to");
}

function streamOf(bus: MessageBus): Readable | undefined {
  const stream: unknown = Reflect.get(connectionOf(bus), "stream");
  return stream instanceof Readable ? stream : undefined;
}
