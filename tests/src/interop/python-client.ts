/** Calls through the independent client (tests/interop-peers/client.py). */

import type { Endpoint } from "@ghaf/api";
import type { JsonProcess } from "./json-process.ts";
import { type PeerPlace, startPeer } from "./peers.ts";

/** A message as protobuf's JSON form has it, field names as in the proto file. */
export type Json = Readonly<Record<string, unknown>>;

/** google.rpc.Status, as the client decoded it from its own descriptors. */
export interface RichStatus {
  readonly code: number;
  readonly message: string;
  readonly details: readonly { readonly type: string; readonly value: Json }[];
}

export interface CallEnd {
  /** The status as grpcio names it: OK, NOT_FOUND, … */
  readonly code: string;
  readonly message: string;
  readonly status: RichStatus | null;
  readonly trailers: Readonly<Record<string, string>>;
}

export interface Outcome {
  readonly messages: readonly Json[];
  readonly end: CallEnd;
}

export interface CallOptions {
  readonly requests?: readonly Json[];
  /** The client cancels after that many replies. */
  readonly take?: number;
  /** Seconds. */
  readonly deadline?: number;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly compression?: "gzip" | "deflate";
  /** More requests follow: `send`, then `finish`. */
  readonly open?: boolean;
}

interface ClientLine {
  readonly event?: "ready";
  readonly id?: number;
  readonly message?: Json;
  readonly end?: CallEnd;
  readonly services?: readonly string[];
  readonly files?: Readonly<Record<string, Json>>;
  readonly failed?: string;
}

export class PythonClient {
  readonly #process: JsonProcess<ClientLine>;
  #lastId = 0;

  constructor(process: JsonProcess<ClientLine>) {
    this.#process = process;
  }

  /** Connects when first asked for something. */
  static async start(
    endpoint: Endpoint & { readonly kind: "tcp" },
    serverName: string,
    place: PeerPlace,
  ): Promise<PythonClient> {
    const process = startPeer<ClientLine>("client", place, [
      ...["--target", `${endpoint.host}:${endpoint.port}`],
      ...["--server-name", serverName],
    ]);
    await process.heard(({ event }) => event === "ready");
    return new PythonClient(process);
  }

  /** The services by reflection. */
  async services(version: "v1" | "v1alpha"): Promise<readonly string[]> {
    return (await this.#ask({ list: version })).services ?? [];
  }

  /** The files that reflection sends for a symbol, by name, as descriptors in JSON. */
  async describe(
    symbol: string,
    version: "v1" | "v1alpha" = "v1",
  ): Promise<Readonly<Record<string, Json>>> {
    return (await this.#ask({ describe: symbol, version })).files ?? {};
  }

  /** Calls `package.Service/Method` and waits for its end. */
  call(path: string, options: CallOptions = {}): Promise<Outcome> {
    return this.begin(path, options).outcome();
  }

  /** Calls without waiting. */
  begin(path: string, options: CallOptions = {}): OpenCall {
    this.#lastId += 1;
    this.#process.tell({ id: this.#lastId, call: path, ...options });
    return new OpenCall(this.#process, this.#lastId);
  }

  stop(): Promise<void> {
    return this.#process.stop("SIGKILL");
  }

  async #ask(question: Json): Promise<ClientLine> {
    this.#lastId += 1;
    const id = this.#lastId;
    this.#process.tell({ id, ...question });
    return answerTo(this.#process, id, () => true);
  }
}

/** A call under way. */
export class OpenCall {
  readonly #process: JsonProcess<ClientLine>;
  readonly #id: number;

  constructor(process: JsonProcess<ClientLine>, id: number) {
    this.#process = process;
    this.#id = id;
  }

  /** The first reply, come or to come, that is wanted. */
  async message(wanted: (message: Json) => boolean): Promise<Json> {
    const found = await answerTo(
      this.#process,
      this.#id,
      ({ message, end }) =>
        end !== undefined || (message !== undefined && wanted(message)),
    );
    if (found.message !== undefined) return found.message;
    throw new Error(`the call ended: ${JSON.stringify(found.end)}`);
  }

  send(request: Json): void {
    this.#process.tell({ id: this.#id, send: request });
  }

  finish(): void {
    this.#process.tell({ id: this.#id, finish: true });
  }

  cancel(): void {
    this.#process.tell({ id: this.#id, cancel: true });
  }

  async outcome(): Promise<Outcome> {
    const { end } = await answerTo(
      this.#process,
      this.#id,
      (line) => line.end !== undefined,
    );
    if (end === undefined) throw new Error("no end");
    return { messages: this.#messages(), end };
  }

  #messages(): readonly Json[] {
    return this.#process.lines.flatMap(({ id, message }) =>
      id === this.#id && message !== undefined ? [message] : [],
    );
  }
}

async function answerTo(
  process: JsonProcess<ClientLine>,
  id: number,
  wanted: (line: ClientLine) => boolean,
): Promise<ClientLine> {
  const line = await process.heard(
    (said) => said.id === id && (said.failed !== undefined || wanted(said)),
  );
  if (line.failed !== undefined) throw new Error(line.failed);
  return line;
}
