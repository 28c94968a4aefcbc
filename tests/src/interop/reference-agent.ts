/** The independent agent (tests/interop-peers/reference_agent.py) as a test sees it. */

import type { Endpoint } from "@ghaf/api";
import type { TlsFiles } from "@ghaf/transport";
import type { JsonProcess } from "./json-process.ts";
import { freePort } from "./loopback.ts";
import { startPeer } from "./peers.ts";
import type { Json } from "./python-client.ts";

export interface AgentLine {
  readonly event:
    | "listening"
    | "registered"
    | "not-registered"
    | "registrations-done"
    | "call"
    | "refused"
    | "obeyed";
  /** Of a registration: the unit, how many attempts, and what was wrong. */
  readonly name?: string;
  readonly attempts?: number;
  readonly code?: string;
  readonly message?: string;
  /** Of a call: `package.Service/Method`. */
  readonly method?: string;
  readonly request?: Json;
  readonly peer?: string;
  readonly order?: string;
}

export interface ReferenceAgentOptions {
  readonly name: string;
  /** Unit type number of the agent itself. */
  readonly type: number;
  readonly parent?: string;
  /** Configured units as `TYPE:UNIT`. */
  readonly units?: readonly string[];
  readonly applications?: readonly string[];
  readonly admin: Endpoint & { readonly kind: "tcp" };
  readonly adminName: string;
}

export class ReferenceAgent {
  readonly address: string;
  readonly #process: JsonProcess<AgentLine>;

  constructor(address: string, process: JsonProcess<AgentLine>) {
    this.address = address;
    this.#process = process;
  }

  /** Serves on `address` and begins to register. */
  static async start(
    address: string,
    credentials: TlsFiles,
    options: ReferenceAgentOptions,
  ): Promise<ReferenceAgent> {
    const { admin, units = [], applications = [] } = options;
    const process = startPeer<AgentLine>("reference_agent", credentials, [
      ...["--listen", `${address}:${await freePort(address)}`],
      ...["--name", options.name, "--type", `${options.type}`],
      ...["--parent", options.parent ?? ""],
      ...units.flatMap((unit) => ["--unit", unit]),
      ...applications.flatMap((name) => ["--application", name]),
      ...["--admin", `${admin.host}:${admin.port}`],
      ...["--admin-name", options.adminName],
    ]);
    const agent = new ReferenceAgent(address, process);
    await agent.heard(({ event }) => event === "listening");
    return agent;
  }

  /** How much it has said: a place to listen from. */
  get said(): number {
    return this.#process.lines.length;
  }

  heard(wanted: (line: AgentLine) => boolean, from = 0): Promise<AgentLine> {
    return this.#process.heard(wanted, from);
  }

  /** The first call of that method, had or yet to come. */
  async called(method: string, from = 0): Promise<Json> {
    const line = await this.heard((said) => said.method === method, from);
    return line.request ?? {};
  }

  async registered(): Promise<void> {
    await this.heard(({ event }) => event === "registrations-done");
  }

  /** `exit UNIT` and `fail UNIT` end a unit from outside; `register` registers again. */
  async order(order: `exit ${string}` | `fail ${string}` | "register") {
    const from = this.said;
    this.#process.tell(order);
    await this.heard((line) => line.order === order, from);
  }

  stop(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    return this.#process.stop(signal);
  }
}
