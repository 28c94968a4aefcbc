/** The independent admin (tests/interop-peers/reference_admin.py) as a test sees it. */

import type { Endpoint } from "@ghaf/api";
import type { TlsFiles } from "@ghaf/transport";
import type { JsonProcess } from "./json-process.ts";
import { startPeer } from "./peers.ts";
import type { Json } from "./python-client.ts";

export interface Registration {
  readonly Name: string;
  readonly Parent?: string;
  readonly Type?: number;
  readonly Transport: Readonly<Record<string, string>>;
  readonly State: Readonly<Record<string, string>>;
}

export interface AdminLine {
  readonly event:
    | "listening"
    | "registered"
    | "watching"
    | "watch-ended"
    | "refused"
    | "obeyed";
  readonly port?: number;
  readonly order?: string;
  /** Of a registration. */
  readonly request?: Registration;
  readonly metadata?: Json;
  /** Seconds until the caller's deadline; null without one. */
  readonly remaining?: number | null;
  /** DNS names and addresses of the caller's certificate. */
  readonly names?: readonly string[];
}

export class ReferenceAdmin {
  readonly endpoint: Endpoint & { readonly kind: "tcp" };
  readonly #process: JsonProcess<AdminLine>;

  constructor(host: string, port: number, process: JsonProcess<AdminLine>) {
    this.endpoint = { kind: "tcp", host, port };
    this.#process = process;
  }

  /** @param port 0 takes a free one */
  static async start(
    host: string,
    port: number,
    credentials: TlsFiles,
  ): Promise<ReferenceAdmin> {
    const process = startPeer<AdminLine>("reference_admin", credentials, [
      ...["--listen", `${host}:${port}`],
    ]);
    const line = await process.heard(({ event }) => event === "listening");
    return new ReferenceAdmin(host, line.port ?? port, process);
  }

  /** How much it has said: a place to listen from. */
  get said(): number {
    return this.#process.lines.length;
  }

  heard(wanted: (line: AdminLine) => boolean, from = 0): Promise<AdminLine> {
    return this.#process.heard(wanted, from);
  }

  /** The registration of that name, had or yet to come. */
  async registration(name: string, from = 0): Promise<AdminLine> {
    return this.heard(({ request }) => request?.Name === name, from);
  }

  registeredNames(): readonly string[] {
    return this.#process.lines.flatMap(({ request }) => request?.Name ?? []);
  }

  async order(order: "forget" | "end-watches"): Promise<void> {
    const from = this.said;
    this.#process.tell(order);
    await this.heard((line) => line.order === order, from);
  }

  stop(signal?: NodeJS.Signals): Promise<void> {
    return this.#process.stop(signal);
  }
}
