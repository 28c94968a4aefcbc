/** What makes a process a good systemd service: journal lines, readiness, watchdog, signals. */

export {
  type ActivatedSocket,
  type ActivationEnvironment,
  activatedSockets,
} from "./activation.ts";
export {
  createLogger,
  type LogFields,
  type Logger,
  type LoggerOptions,
  type LogLevel,
  parseLogLevel,
} from "./log.ts";
export {
  createNotifier,
  type Notifier,
  type NotifierOptions,
} from "./notify.ts";
export {
  onSignals,
  type SignalHandlers,
  type SignalSource,
} from "./signals.ts";
