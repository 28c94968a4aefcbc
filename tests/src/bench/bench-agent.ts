/** An agent reduced to its session: says what it has, and what changes, as fast as it is told to. */

import type { MessageInitShape } from "@bufbuild/protobuf";
import {
  type AdminFrame,
  type AgentFrameSchema,
  SessionService,
} from "@ghaf/api/proto/ghaf/session/v1/session";
import { createRpcClient, type RpcTransport } from "@ghaf/api/rpc";
import type { Machine } from "./rig.ts";

type Frame = MessageInitShape<typeof AgentFrameSchema>;

export class BenchAgent {
  readonly machine: Machine;
  readonly #services: number;
  readonly #frames: Frame[] = [];
  readonly #abort = new AbortController();
  #wake: () => void = () => undefined;
  #sequence = 0n;
  #acknowledged = 0n;
  #heard: () => void = () => undefined;

  /** An agent with that many services beside its own unit. */
  constructor(machine: Machine, services: number) {
    this.machine = machine;
    this.#services = services;
  }

  /** Opens the session; resolves when the admin has welcomed it. */
  async connect(transport: RpcTransport): Promise<void> {
    this.#send({
      case: "snapshot",
      value: {
        epoch: `bench-${this.machine.name}-${performance.now()}`,
        agent: {
          status: running(`givc-${this.machine.name}.service`),
          type: 12,
        },
        parent: `microvm@${this.machine.name}.service`,
        transport: {
          Protocol: "tcp",
          Address: this.machine.address,
          Port: "9000",
          Name: this.machine.name,
        },
        units: Array.from({ length: this.#services }, (_, index) => ({
          status: running(this.serviceName(index)),
          type: 13,
        })),
      },
    });
    const session = createRpcClient(SessionService, transport);
    const replies = session.session(this.#requests(), {
      signal: this.#abort.signal,
    });
    await new Promise<void>((resolve, reject) => {
      void this.#listen(replies, resolve).catch((error: unknown) => {
        if (!this.#abort.signal.aborted) reject(error);
      });
    });
  }

  serviceName(index: number): string {
    return `service-${index}-of-${this.machine.name}.service`;
  }

  /** Reports a changed description of one service. */
  change(index: number, description: string): void {
    this.#sequence += 1n;
    const value = {
      ...running(this.serviceName(index)),
      Description: description,
    };
    this.#send({
      case: "change",
      value: { change: { case: "status", value } },
    });
  }

  /** Resolves when the admin has acknowledged every change so far. */
  async settled(): Promise<void> {
    while (this.#acknowledged < this.#sequence) {
      await new Promise<void>((resolve) => {
        this.#heard = resolve;
      });
    }
  }

  close(): void {
    this.#abort.abort();
    this.#wake();
  }

  #send(frame: Frame["frame"]): void {
    this.#frames.push({ sequence: this.#sequence, ...(frame && { frame }) });
    this.#wake();
  }

  async *#requests(): AsyncGenerator<Frame, void, void> {
    while (!this.#abort.signal.aborted) {
      const next = this.#frames.shift();
      if (next !== undefined) yield next;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }

  async #listen(
    replies: AsyncIterable<AdminFrame>,
    welcomed: () => void,
  ): Promise<void> {
    for await (const { frame } of replies) {
      if (frame.case === "welcome") welcomed();
      if (frame.case !== "acknowledged") continue;
      this.#acknowledged = frame.value;
      this.#heard();
    }
  }
}

function running(name: string) {
  return {
    Name: name,
    Description: `unit ${name}`,
    LoadState: "loaded",
    ActiveState: "active",
    SubState: "running",
    Path: "",
    FreezerState: "running",
  };
}
