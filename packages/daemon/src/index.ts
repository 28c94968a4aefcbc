/** What makes a process a good systemd service: journal lines, readiness, watchdog, signals. */

export {
  createLogger,
  type LogFields,
  type Logger,
  type LogLevel,
  parseLogLevel,
} from "./log.ts";
