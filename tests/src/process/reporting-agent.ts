/** An agent made of nothing but its session: it reports changes as fast as the admin takes them. */

import { create, type MessageInitShape } from "@bufbuild/protobuf";
import {
  type AdminFrame,
  type AgentFrame,
  AgentFrameSchema,
  SessionService,
} from "@ghaf/api/proto/ghaf/session/v1/session";
import { createRpcClient, type RpcClient } from "@ghaf/api/rpc";
import {
  AGENT_PORT,
  type Machine,
  type Server,
  type TestDevice,
} from "./test-device.ts";

type AgentFrameInit = MessageInitShape<typeof AgentFrameSchema>;

/** Frames that may be on their way unacknowledged, as a real agent has it. */
const WINDOW = 1_024n;
const SERVICE = "busy.service";

export class ReportingAgent {
  readonly #machine: Machine;
  readonly #frames = new Pipe<AgentFrame>();
  readonly #looking = new Set<() => void>();
  /** Resolves when the session is over, with what ended it. */
  readonly ended: Promise<unknown>;
  #isOver = false;
  #sent = 0n;
  #acknowledged = -1n;

  private constructor(
    machine: Machine,
    client: RpcClient<typeof SessionService>,
  ) {
    this.#machine = machine;
    this.#push(this.#snapshot());
    this.ended = this.#follow(client.session(this.#frames));
  }

  /** Opens the session and waits until the admin has taken it in. */
  static async open(
    device: TestDevice,
    machine: Machine,
    admin: Server,
  ): Promise<ReportingAgent> {
    const transport = await device.dial(machine, admin);
    const client = createRpcClient(SessionService, transport);
    const agent = new ReportingAgent(machine, client);
    await agent.#reached(0n);
    return agent;
  }

  /** Reports that many changes, numbered in their description, and waits for the last acknowledgement. */
  async report(count: number): Promise<void> {
    const last = this.#sent + BigInt(count);
    while (this.#sent < last) {
      await this.#reached(this.#sent - WINDOW);
      this.tell(status(SERVICE, `change ${this.#sent + 1n}`));
    }
    await this.taken();
  }

  /** Waits until the admin has acknowledged everything that was sent. */
  async taken(): Promise<void> {
    await this.#reached(this.#sent);
  }

  /** Sends a change of one status, and waits for nothing. */
  tell(value: ReturnType<typeof status>): void {
    this.#sent += 1n;
    const change = { change: { case: "status", value } } as const;
    const frame = { case: "change", value: change } as const;
    this.#push({ sequence: this.#sent, frame });
  }

  close(): void {
    this.#frames.end();
  }

  #push(frame: AgentFrameInit): void {
    this.#frames.push(create(AgentFrameSchema, frame));
  }

  #snapshot(): AgentFrameInit {
    const { name, address } = this.#machine;
    const agent = { type: 8, status: status(`givc-${name}.service`, "") };
    const value = {
      epoch: `epoch of ${name}`,
      agent,
      parent: `microvm@${name}.service`,
      transport: {
        Protocol: "tcp",
        Address: address,
        Port: `${AGENT_PORT}`,
        Name: name,
      },
      units: [{ type: 9, status: status(SERVICE, "change 0") }],
    };
    return { frame: { case: "snapshot", value } };
  }

  async #follow(replies: AsyncIterable<AdminFrame>): Promise<unknown> {
    try {
      for await (const { frame } of replies) {
        if (frame.case === "welcome") this.#acknowledged = 0n;
        if (frame.case === "acknowledged") this.#acknowledged = frame.value;
        for (const look of [...this.#looking]) look();
      }
      return undefined;
    } catch (failure) {
      return failure;
    } finally {
      this.#isOver = true;
      for (const look of [...this.#looking]) look();
    }
  }

  /** Rejects with what ended the session, when it ends before. */
  #reached(sequence: bigint): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const isThere = this.#acknowledged >= sequence;
        if (!(isThere || this.#isOver)) return;
        this.#looking.delete(look);
        if (isThere) resolve();
        else void this.ended.then(reject);
      };
      this.#looking.add(look);
      look();
    });
  }
}

export function status(Name: string, Description: string) {
  return {
    Name,
    Description,
    LoadState: "loaded",
    ActiveState: "active",
    SubState: "running",
    FreezerState: "running",
  };
}

/** Values from one side to an iteration on the other. */
class Pipe<T> implements AsyncIterable<T> {
  readonly #values: T[] = [];
  #isEnded = false;
  #wake: () => void = () => undefined;

  push(value: T): void {
    this.#values.push(value);
    this.#wake();
  }

  end(): void {
    this.#isEnded = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      yield* this.#values.splice(0);
      if (this.#isEnded) return;
      if (this.#values.length > 0) continue;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
