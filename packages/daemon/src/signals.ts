/** The signals of a service: SIGTERM and SIGINT end it once, SIGHUP reloads it. */

export interface SignalHandlers {
  /** The second signal while stopping ends the process at once. */
  readonly stop: (signal: "SIGTERM" | "SIGINT") => void;
  readonly reload: () => void;
}

export interface SignalSource {
  on(signal: "SIGTERM" | "SIGINT" | "SIGHUP", listener: () => void): unknown;
  exit(code: number): void;
}

/** 128 + SIGINT, as shells report it. */
const IMPATIENT_EXIT = 130;

/** Connects the process's signals. `source` is `process` but in tests. */
export function onSignals(
  source: SignalSource,
  handlers: SignalHandlers,
): void {
  let stopping = false;
  const stop = (signal: "SIGTERM" | "SIGINT") => () => {
    if (stopping) return source.exit(IMPATIENT_EXIT);
    stopping = true;
    handlers.stop(signal);
  };
  source.on("SIGTERM", stop("SIGTERM"));
  source.on("SIGINT", stop("SIGINT"));
  source.on("SIGHUP", handlers.reload);
}
