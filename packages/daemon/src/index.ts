/** What our programs have around what they do: command line, log, readiness, watchdog, signals, end; and the journal to read. */

export {
  type ActivatedSocket,
  type ActivationEnvironment,
  activatedSockets,
} from "./activation.ts";
export { firstLine } from "./complaint.ts";
export { aborted, type Deferred, deferred, within } from "./deferred.ts";
export {
  boundedMessage,
  type Journal,
  type JournalEntry,
  JournalError,
  type JournalErrorCode,
  type JournalRequest,
} from "./journal/journal.ts";
export { journalctl } from "./journal/journalctl.ts";
export { type Line, LineCutter } from "./journal/line-cutter.ts";
export { journalEntry, MemoryJournal } from "./journal/memory-journal.ts";
export { type Bound, ReaderPlaces } from "./journal/reader-places.ts";
export {
  createLogger,
  type LogFields,
  type Logger,
  type LoggerOptions,
  type LogLevel,
  parseLogLevel,
} from "./log.ts";
export { copyBeginning, copyDraft } from "./log-copy.ts";
export { boundLogFiles, openLogFile } from "./log-file.ts";
export {
  createNotifier,
  type Notifier,
  type NotifierOptions,
} from "./notify.ts";
export { openProcessLog } from "./process-log.ts";
export { type Informing, runMain } from "./run-main.ts";
export {
  onSignals,
  type SignalHandlers,
  type SignalSource,
} from "./signals.ts";
