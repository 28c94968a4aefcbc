/** An admin that does as a test says: the substitute for the other end of a session. */

import type { MessageInitShape } from "@bufbuild/protobuf";
import {
  AdminService,
  type RegistryRequest,
} from "@ghaf/api/proto/admin/admin";
import {
  type AdminFrameSchema,
  type AgentFrame,
  SessionService,
} from "@ghaf/api/proto/ghaf/session/v1/session";
import { bindService, RpcError, type RpcTransport } from "@ghaf/api/rpc";
import { inMemoryTransport } from "@ghaf/transport";
import { toRpcError } from "../rpc-error.ts";

type AdminFrame = MessageInitShape<typeof AdminFrameSchema>;

/** One stream that an agent has opened. */
export class ScriptedSession {
  /** What the agent has said so far. */
  readonly frames: AgentFrame[] = [];
  ended = false;
  readonly #outgoing: AdminFrame[] = [];
  #failure: RpcError | undefined;
  #isOver = false;
  #wake = () => {};

  get snapshot() {
    const { frame } = this.frames[0] ?? {};
    return frame?.case === "snapshot" ? frame.value : undefined;
  }

  /** Every change so far as `name state`, or `name gone`. */
  get changes(): string[] {
    return this.frames.flatMap(({ frame }) => {
      if (frame.case !== "change") return [];
      const { change } = frame.value;
      return change.case === "status"
        ? `${change.value.Name} ${change.value.ActiveState}`
        : `${change.value} gone`;
    });
  }

  welcome(epoch = this.snapshot?.epoch ?? ""): void {
    this.#send({ case: "welcome", value: { epoch } });
  }

  acknowledge(sequence: number): void {
    this.#send({ case: "acknowledged", value: BigInt(sequence) });
  }

  /** Ends the stream, with a status when one is given. */
  end(failure?: RpcError): void {
    this.#failure = failure;
    this.#isOver = true;
    this.#wake();
  }

  async *serve(
    frames: AsyncIterable<AgentFrame>,
    signal: AbortSignal,
  ): AsyncGenerator<AdminFrame, void, void> {
    signal.addEventListener("abort", () => this.end(), { once: true });
    void this.#read(frames);
    try {
      while (!this.#isOver || this.#outgoing.length > 0) {
        const next = this.#outgoing.shift();
        if (next !== undefined) yield next;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
      if (this.#failure !== undefined) throw this.#failure;
    } finally {
      this.ended = true;
    }
  }

  async #read(frames: AsyncIterable<AgentFrame>): Promise<void> {
    try {
      for await (const frame of frames) this.frames.push(frame);
    } catch {
      // The call was cancelled: `serve` sees that as well.
    }
  }

  #send(frame: AdminFrame["frame"] & object): void {
    this.#outgoing.push({ frame });
    this.#wake();
  }
}

/** What the admin is at the moment: as ours, as the reference, or not there. */
export type AdminKind = "sessions" | "registers" | "down";

export class ScriptedAdmin {
  kind: AdminKind = "sessions";
  readonly sessions: ScriptedSession[] = [];
  readonly registered: RegistryRequest[] = [];
  /** How many attempts to reach a session were answered with an error. */
  refusals = 0;
  /** Decides on a registration; throwing refuses it. */
  onRegister: (request: RegistryRequest) => void = () => {};
  /** What QueryList answers. */
  known: string[] = [];
  /** Set: Watch and QueryList are refused with this. */
  viewRefusal: RpcError | undefined;
  #watchers: (() => void)[] = [];

  get latest(): ScriptedSession {
    const session = this.sessions.at(-1);
    if (session === undefined) throw new Error("no session was opened");
    return session;
  }

  get watchers(): number {
    return this.#watchers.length;
  }

  /** The agent's transport to this admin. */
  transport(): RpcTransport {
    return inMemoryTransport({
      services: this.#services(),
      peer: { kind: "memory" },
      toRpcError,
    });
  }

  endWatches(): void {
    for (const end of this.#watchers.splice(0)) end();
  }

  #services() {
    return [
      bindService(SessionService, {
        session: (frames, context) => this.#session(frames, context.signal),
      }),
      bindService(AdminService, {
        registerService: (request) => {
          this.#mustBeUp();
          this.registered.push(request);
          this.onRegister(request);
          return {};
        },
        queryList: () => {
          this.#mustBeUp();
          if (this.viewRefusal !== undefined) throw this.viewRefusal;
          return { List: this.known.map((Name) => ({ Name })) };
        },
        watch: (_, { signal }) => this.#watch(signal),
      }),
    ];
  }

  #session(frames: AsyncIterable<AgentFrame>, signal: AbortSignal) {
    if (this.kind !== "sessions") this.refusals += 1;
    this.#mustBeUp();
    if (this.kind === "registers") {
      throw new RpcError("unimplemented", "unknown service");
    }
    const session = new ScriptedSession();
    this.sessions.push(session);
    return session.serve(frames, signal);
  }

  async *#watch(signal: AbortSignal) {
    this.#mustBeUp();
    if (this.viewRefusal !== undefined) throw this.viewRefusal;
    yield { Status: { case: "Initial" as const, value: {} } };
    await new Promise<void>((resolve) => {
      this.#watchers.push(resolve);
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
  }

  #mustBeUp(): void {
    if (this.kind === "down") throw new RpcError("unavailable", "it is down");
  }
}
