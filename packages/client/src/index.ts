/** The typed client of the admin. It is handed an RpcTransport, so it runs wherever there is one. */

export type {
  ApplicationRef,
  CallSettings,
  CommandOutcome,
  ControlClient,
  CtapOperation,
  Notification,
  Registration,
  ServiceRef,
  StartApplicationRequest,
  UnitRef,
} from "./control-client.ts";
export { ControlError, type ControlErrorOptions } from "./control-error.ts";
export { createControlClient } from "./create-control-client.ts";
export type {
  CachixUpdate,
  Generation,
  UpdateProgress,
} from "./generations.ts";
export { ItemList } from "./item-list.ts";
export type { JournalEntry, JournalOptions, JournalRef } from "./journal.ts";
export type {
  LoadAverages,
  MachineStats,
  MemoryUse,
  ProcessSample,
  ProcessUse,
  Sysinfo,
} from "./machine-facts.ts";
export type { Pacing } from "./pacing.ts";
export { type QueryItem, sameQueryItem } from "./query-item.ts";
export { type UnitType, unitTypeOf } from "./unit-type.ts";
export type { WaitOptions } from "./wait-for.ts";
export type { WatchOptions } from "./watch.ts";
export type { ItemChange, ItemSnapshot, WatchEvent } from "./watch-event.ts";
export { withDeadline } from "./with-deadline.ts";
