/**
 * The keeper: the parent of a local supervisor's units, in a process of its own.
 * It starts and signals what it is told to, and when the supervisor's end of the
 * channel closes, as it also does after kill -9, it ends every process group.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { closeSync } from "node:fs";
import { Readable } from "node:stream";
import { boundLogFiles, openLogFile } from "@ghaf/daemon";
import type {
  FromKeeper,
  KeeperChannel,
  PerformMessage,
  StartMessage,
  ToKeeper,
  UnitSignal,
} from "./keeper-messages.ts";
import { NotifyFollower } from "./notify-follower.ts";
import { perform } from "./perform.ts";
import { groupStopped, signalGroup } from "./process-group.ts";

/** The first descriptor after the standard ones. */
const NOTIFY_FD = 3;

/** Resolves when the supervisor is gone and every process group was killed. */
export function runKeeper(channel: KeeperChannel): Promise<void> {
  const keeper = new Keeper((message) => channel.send(message));
  channel.onMessage((message) => keeper.handle(message));
  return new Promise((resolve) => {
    channel.onClose(() => {
      keeper.end();
      resolve();
    });
  });
}

/**
 * The channel that a parent gave to this process.
 * @throws Error when the process was not started by a supervisor
 */
export function parentChannel(self: NodeJS.Process): KeeperChannel {
  if (self.send === undefined) {
    throw new Error("the keeper is started by the agent, not by hand");
  }
  // A service manager that ends the agent signals the keeper too; the agent
  // stops the units first, and the keeper ends with its channel.
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
    self.on(signal, () => {});
  }
  return {
    send: (message) => self.send?.(message, undefined, {}, () => {}),
    onMessage: (listener) => self.on("message", listener),
    onClose: (listener) => self.once("disconnect", listener),
  };
}

class Keeper {
  readonly #send: (message: FromKeeper) => void;
  /** The process group of each run; its leader is the program itself. */
  readonly #groups = new Map<number, number>();
  /** Of each run that has one. */
  readonly #logs = new Map<number, string>();
  readonly #endBounds: () => void;

  constructor(send: (message: FromKeeper) => void) {
    this.#send = send;
    this.#endBounds = boundLogFiles(() => this.#logs.values());
  }

  handle(message: ToKeeper): void {
    switch (message.do) {
      case "start":
        this.#start(message);
        break;
      case "perform":
        this.#perform(message);
        break;
      case "signal":
        this.#signal(message.run, message.signal);
        break;
    }
  }

  end(): void {
    this.#endBounds();
    for (const group of this.#groups.values()) signalGroup(group, "SIGKILL");
  }

  #start(message: StartMessage): void {
    const { run, logFile } = message;
    try {
      this.#follow(run, launch(message));
      if (logFile !== undefined) this.#logs.set(run, logFile);
    } catch (error) {
      this.#send({ event: "refused", run, reason: reasonOf(error) });
    }
  }

  #follow(run: number, child: ChildProcess): void {
    const { pid } = child;
    if (pid === undefined) {
      child.once("error", (error) =>
        this.#send({ event: "refused", run, reason: reasonOf(error) }),
      );
      return;
    }
    this.#groups.set(run, pid);
    this.#send({ event: "started", run, processId: pid });
    const notify = child.stdio[NOTIFY_FD];
    const follower =
      notify instanceof Readable
        ? new NotifyFollower(notify, (said) =>
            this.#send({ event: "said", run, said }),
          )
        : undefined;
    child.once("exit", (code, signal) => {
      // What the program has left behind in its group ends with it.
      signalGroup(pid, "SIGKILL");
      this.#groups.delete(run);
      this.#logs.delete(run);
      follower?.end();
      this.#send({ event: "ended", run, code, signal });
    });
  }

  #perform(message: PerformMessage): void {
    const { run } = message;
    const done = (failure?: string) => {
      this.#groups.delete(run);
      this.#send({ event: "performed", run, failure });
    };
    const onStarted = (processId: number) => {
      this.#groups.set(run, processId);
      this.#send({ event: "started", run, processId });
    };
    perform({ ...message, onStarted }).then(
      () => done(),
      (error: unknown) => done(reasonOf(error)),
    );
  }

  #signal(run: number, signal: UnitSignal): void {
    const group = this.#groups.get(run);
    if (group === undefined) return;
    signalGroup(group, signal);
    if (signal !== "SIGSTOP") return;
    groupStopped(group).then(
      () => this.#send({ event: "frozen", run }),
      (error: unknown) => console.error("the keeper cannot read /proc", error),
    );
  }
}

/** @throws Error for arguments that no program can be given, and without its log */
function launch(message: StartMessage): ChildProcess {
  const { command, environment, mayNotify, logFile } = message;
  const [program, ...words] = command;
  const log = logFile === undefined ? undefined : openLogFile(logFile);
  const output = log ?? "inherit";
  try {
    return spawn(program, words, {
      detached: true,
      env: mayNotify
        ? { ...environment, GHAF_NOTIFY_FD: `${NOTIFY_FD}` }
        : environment,
      stdio: [
        "ignore",
        output,
        output,
        ...(mayNotify ? ["pipe" as const] : []),
      ],
    });
  } finally {
    if (log !== undefined) closeSync(log);
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : "";
  if (code === "ENOENT") return "there is no such program";
  if (code === "EACCES") return "the program may not be executed";
  return error instanceof Error ? error.message : String(error);
}
