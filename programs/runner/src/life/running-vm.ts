/** A VM whose QEMU runs: what the guest and QEMU say of it, and how it is stopped. */

import { type Deferred, deferred, firstLine, type Logger } from "@ghaf/daemon";
import type { Clock } from "../clock.ts";
import { RunnerError } from "../errors.ts";
import type { GuestPort } from "../port/guest-port.ts";
import type { GuestWord } from "../port/guest-words.ts";
import type { QemuEnd, QemuProcess } from "../qemu/qemu-process.ts";
import { isObject, type QmpEvent } from "../qmp/message.ts";
import type { QmpClient } from "../qmp/qmp-client.ts";
import type { StopTimes } from "../spec/launch-spec.ts";
import type { Phase } from "../status/vm-status.ts";
import type { EndFacts } from "./outcome.ts";
import { type StopReport, stopInSteps } from "./stop-in-steps.ts";
import { COMMAND_MS, KILL_MS, stopSteps } from "./stop-steps.ts";

export interface RunningVmParts {
  readonly qemu: QemuProcess;
  readonly qmp: QmpClient;
  readonly events: AsyncIterable<QmpEvent>;
  readonly port: GuestPort;
  /** QEMU's name of the port's device, if it has one. */
  readonly portDevice: string | undefined;
  /** Whether QEMU connects that netdev again when its other end is gone. */
  readonly isReconnected: (netdev: string) => boolean;
  readonly stop: StopTimes;
  readonly clock: Clock;
  /** Fresh randomness, for the guest's kernel. */
  readonly randomBytes: (length: number) => Uint8Array;
  readonly log: Logger;
  readonly onStatus: (text: string) => void;
  readonly onPhase: (phase: Phase) => void;
}

const SEED_BYTES = 32;
const MIB = 1024 * 1024;
/** QEMU's last words arrive with its end, or never. */
const LAST_WORDS_MS = 1_000;

export class RunningVm {
  readonly #parts: RunningVmParts;
  readonly #ready: Deferred<void> = deferred();
  readonly #ending: Deferred<void> = deferred();
  readonly #cutOff: Deferred<string> = deferred();
  readonly #eventsRead: Promise<void>;
  #isReady = false;
  #isGreeted = false;
  #hasSaidStopping = false;
  #isPaused = false;
  #hasDiskError = false;
  #isStopping = false;
  #shutdown: string | undefined;

  constructor(parts: RunningVmParts) {
    this.#parts = parts;
    const { port, log, events } = parts;
    port.on("word", (word) => this.#hear(word));
    port.on("nonsense", () => {
      log.warning("the guest says what is no word of its port");
    });
    this.#eventsRead = this.#follow(events);
    void this.#eventsRead.then(() => this.#ending.resolve());
  }

  /**
   * Lets the guest run, now that somebody listens to it.
   * @throws RunnerError when QEMU does not do it and has not ended either
   */
  async begin(): Promise<void> {
    try {
      await this.#thaw();
    } catch (error) {
      const ended = this.ended.then(() => true);
      const isOver = this.#wait(LAST_WORDS_MS).then(() => false);
      if (!(await Promise.race([ended, isOver]))) throw error;
    }
  }

  /** Resolves when the guest has said that it is ready. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  /**
   * Resolves when a connection that the ready guest's network went by is gone for good,
   * with a clause that says which. A guest that was not ready lives without it, as it
   * does where nobody ever listened: to start it again would help it as little.
   */
  get cutOff(): Promise<string> {
    return this.#cutOff.promise;
  }

  /** Its processors stand still, as somebody wanted. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Resolves when QEMU has said that it ends, or says nothing more: its end may take a while yet. */
  get ending(): Promise<void> {
    return this.#ending.promise;
  }

  get ended(): Promise<QemuEnd> {
    return this.#parts.qemu.ended;
  }

  /** Everything that was said before its end. Call when it has ended. */
  async endFacts(): Promise<EndFacts> {
    const end = await this.ended;
    await Promise.race([this.#eventsRead, this.#wait(LAST_WORDS_MS)]);
    return {
      end,
      shutdown: this.#shutdown,
      hasSaidStopping: this.#hasSaidStopping,
    };
  }

  /** @param hurry aborted: SIGKILL is due now */
  stop(hurry: AbortSignal): Promise<StopReport> {
    const { clock } = this.#parts;
    this.#isStopping = true;
    this.#showPhase();
    const steps = stopSteps({
      ...this.#parts,
      isReady: this.#isReady,
      thaw: () => this.#thaw(),
    });
    return stopInSteps(steps, { ended: this.ended, hurry, clock });
  }

  /**
   * Asks the guest to have that much memory; it gets there by and by.
   * @returns MiB that it has now
   * @throws RunnerError `qemu` when it has no balloon
   */
  async balloon(mib: number): Promise<number> {
    const { qmp } = this.#parts;
    await qmp.execute("balloon", { value: mib * MIB }, COMMAND_MS);
    const info = await qmp.execute("query-balloon", {}, COMMAND_MS);
    const actual = isObject(info) ? Number(info["actual"]) : Number.NaN;
    return Math.round(actual / MIB);
  }

  /**
   * Makes its processors stand still.
   * @throws RunnerError `qemu` when it is being stopped, `timeout` when QEMU does not answer: then it goes on
   */
  async pause(): Promise<void> {
    this.#checkNotStopping();
    const wasPaused = this.#isPaused;
    try {
      await this.#parts.qmp.execute("stop", {}, COMMAND_MS);
    } catch (error) {
      // QEMU may yet do it, and does what it is asked in order. Nobody waits for either.
      if (!wasPaused) void this.#thaw().catch(() => undefined);
      throw error;
    }
    this.#notePause(true);
  }

  /**
   * Lets them go on; the guest's clock, which stood still too, is set.
   * @throws RunnerError `qemu` when it is being stopped
   */
  async resume(): Promise<void> {
    this.#checkNotStopping();
    await this.#thaw();
    this.#notePause(false);
  }

  /** What QEMU says of its processors: `running`, `paused`, … (qapi/run-state.json, RunState). */
  async state(): Promise<string> {
    const { qmp } = this.#parts;
    const info = await qmp.execute("query-status", {}, COMMAND_MS);
    return isObject(info) ? firstLine(String(info["status"])) : "unknown";
  }

  /** Ends what is left of it. */
  async close(): Promise<void> {
    const { qemu, port, qmp } = this.#parts;
    port.close();
    qmp.close();
    if (!qemu.gone.aborted) qemu.signal("SIGKILL");
    await Promise.race([qemu.ended, this.#wait(KILL_MS)]);
  }

  /** A guest whose processors stand still can do nothing that it is asked. */
  async #thaw(): Promise<void> {
    await this.#parts.qmp.execute("cont", {}, COMMAND_MS);
  }

  #hear(word: GuestWord): void {
    this.#greet();
    switch (word.kind) {
      case "ready":
        this.#isReady = true;
        this.#ready.resolve();
        this.#showPhase();
        return;
      case "status":
        this.#parts.onStatus(word.text);
        return;
      case "stopping":
        this.#hasSaidStopping = true;
        this.#parts.onStatus("the guest stops");
        return;
    }
  }

  #checkNotStopping(): void {
    if (this.#isStopping) throw new RunnerError("qemu", "the VM is stopping");
  }

  /** The same may be said twice: as the answer of a command, and as an event of QEMU. */
  #notePause(isPaused: boolean): void {
    if (this.#isPaused === isPaused) return;
    this.#isPaused = isPaused;
    this.#showPhase();
    // Without the port open it gets the time with its greeting.
    if (!isPaused && this.#isGreeted) this.#tellTime();
  }

  #showPhase(): void {
    const { onPhase } = this.#parts;
    if (this.#isStopping) onPhase("stopping");
    else if (this.#isPaused) onPhase("paused");
    else onPhase(this.#isReady ? "ready" : "booting");
  }

  #tellTime(): void {
    const { port, clock } = this.#parts;
    port.send({ kind: "time", unixMs: clock.unixMs() });
  }

  /**
   * Clock and randomness, once the guest has opened the port: QEMU keeps what is
   * sent before, and a time that waited is wrong.
   */
  #greet(): void {
    if (this.#isGreeted) return;
    this.#isGreeted = true;
    const { port, randomBytes } = this.#parts;
    this.#tellTime();
    port.send({ kind: "seed", bytes: randomBytes(SEED_BYTES) });
  }

  async #follow(events: AsyncIterable<QmpEvent>): Promise<void> {
    try {
      for await (const event of events) this.#note(event);
    } catch (error) {
      this.#parts.log.warning("QEMU's events are not followed any more", {
        error,
      });
    }
  }

  #note({ name, data }: QmpEvent): void {
    if (name === "SHUTDOWN" && typeof data["reason"] === "string") {
      this.#shutdown = data["reason"];
      this.#ending.resolve();
    }
    if (name === "BLOCK_IO_ERROR") this.#noteDiskError(data);
    if (name === "NETDEV_STREAM_DISCONNECTED") this.#noteCut(data);
    // Also by itself: when a disk of the machine is full.
    if (name === "STOP") this.#notePause(true);
    if (name === "RESUME") this.#notePause(false);
    const { portDevice } = this.#parts;
    if (name !== "VSERPORT_CHANGE" || data["id"] !== portDevice) return;
    if (data["open"] === true) this.#greet();
    else this.#isGreeted = false;
  }

  /** QEMU lets the guest wait when there is no room; others it tells the guest. */
  #noteDiskError(data: QmpEvent["data"]): void {
    const { log, onStatus } = this.#parts;
    const reason = firstLine(String(data["reason"] ?? "without a reason"));
    const drive = firstLine(String(data["device"] ?? ""));
    onStatus(`disk ${drive} fails: ${reason}`);
    if (!this.#hasDiskError) log.error("a disk fails", { drive, reason });
    this.#hasDiskError = true;
  }

  #noteCut(data: QmpEvent["data"]): void {
    const { isReconnected, onStatus } = this.#parts;
    const netdev = firstLine(String(data["netdev-id"] ?? ""));
    if (isReconnected(netdev)) return;
    const text = `the connection ${netdev} of its network was lost`;
    onStatus(text);
    if (this.#isReady) this.#cutOff.resolve(text);
  }

  #wait(milliseconds: number): Promise<void> {
    const { clock } = this.#parts;
    return new Promise((resolve) => clock.after(milliseconds, resolve));
  }
}
