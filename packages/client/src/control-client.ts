/** The client's face: one typed function for every RPC of the admin, and what they take. */

import type { Endpoint, LocaleAssignment, UnitStatus } from "@ghaf/api";
import type {
  CachixUpdate,
  Generation,
  UpdateProgress,
} from "./generations.ts";
import type { JournalEntry, JournalOptions, JournalRef } from "./journal.ts";
import type { MachineStats, Sysinfo } from "./machine-facts.ts";
import type { QueryItem } from "./query-item.ts";
import type { WaitOptions } from "./wait-for.ts";
import type { WatchOptions } from "./watch.ts";
import type { WatchEvent } from "./watch-event.ts";

/** Per call. */
export interface CallSettings {
  readonly signal?: AbortSignal;
  /** Milliseconds until the call fails with `deadline-exceeded`. */
  readonly timeoutMs?: number;
}

export interface StartApplicationRequest {
  readonly app: string;
  /** Default: `<app>-vm`, decided by the admin. */
  readonly vm?: string | undefined;
  readonly args?: readonly string[];
}

/** An application instance by its unit name, or any registered unit by its name. */
export interface ApplicationRef {
  readonly name: string;
  /** Needed only when machines have units of that name in common. */
  readonly vm?: string | undefined;
}

/** A unit of the machine `vm`; the host goes by its agent's name, `ghaf-host`. */
export interface ServiceRef {
  readonly service: string;
  readonly vm: string;
}

export interface UnitRef {
  readonly vm: string;
  readonly unit: string;
}

/** The two texts with which the admin confirms a command. */
export interface CommandOutcome {
  readonly command: string;
  readonly application: string;
}

/** A unit that an agent makes known to the admin. */
export interface Registration {
  readonly name: string;
  /** `microvm@<vm>.service`, the agent's unit, or empty. */
  readonly parent: string;
  /** Unit type number, 0 to 14. */
  readonly type: number;
  readonly endpoint: Endpoint;
  /** TLS server name at that endpoint. */
  readonly serverName: string;
  readonly state: UnitStatus;
}

export interface Notification {
  readonly event: string;
  readonly title: string;
  readonly urgency: "low" | "normal" | "critical";
  /** An icon name of the desktop's theme. */
  readonly icon: string;
  readonly message: string;
}

/** One operation of a security key. */
export interface CtapOperation {
  readonly operation: string;
  readonly args: readonly string[];
  readonly payload: Uint8Array;
}

/** Every function fails with a ControlError. Without `timeoutMs`: 250 s where a VM may have to boot, 140 s where one stops, else 10 s. */
export interface ControlClient {
  registerService(what: Registration, settings?: CallSettings): Promise<void>;

  /** Boots the VM when it is off. @returns the name of the new row, `<app>@<n>.service` */
  startApplication(
    what: StartApplicationRequest,
    settings?: CallSettings,
  ): Promise<string>;
  stopApplication(
    what: ApplicationRef,
    settings?: CallSettings,
  ): Promise<CommandOutcome>;
  pauseApplication(
    what: ApplicationRef,
    settings?: CallSettings,
  ): Promise<CommandOutcome>;
  resumeApplication(
    what: ApplicationRef,
    settings?: CallSettings,
  ): Promise<CommandOutcome>;

  /** Succeeds at once when the VM runs. @returns the name of its agent's row */
  startVm(vm: string, settings?: CallSettings): Promise<string>;
  /** Never restarts a running unit. @returns the name of the row of the machine's agent */
  startService(what: ServiceRef, settings?: CallSettings): Promise<string>;
  stopService(
    what: ServiceRef,
    settings?: CallSettings,
  ): Promise<CommandOutcome>;

  poweroff(settings?: CallSettings): Promise<void>;
  reboot(settings?: CallSettings): Promise<void>;
  suspend(settings?: CallSettings): Promise<void>;
  wakeup(settings?: CallSettings): Promise<void>;

  /** Replaces all assignments made before, on every machine. */
  setLocale(
    assignments: readonly LocaleAssignment[],
    settings?: CallSettings,
  ): Promise<void>;
  /** A tz database name, `Europe/Helsinki`, for every machine. */
  setTimezone(timezone: string, settings?: CallSettings): Promise<void>;

  /** Every row of the registry, in no particular order. */
  queryList(settings?: CallSettings): Promise<readonly QueryItem[]>;
  /** The list and then every change to it, through lost connections and restarted admins. */
  watch(options?: WatchOptions): AsyncGenerator<WatchEvent, void>;
  /** Watches until the rows satisfy the predicate, which is asked after every event. */
  waitFor(
    predicate: (items: readonly QueryItem[]) => boolean,
    options?: WaitOptions,
  ): Promise<readonly QueryItem[]>;

  getUnitStatus(what: UnitRef, settings?: CallSettings): Promise<UnitStatus>;
  getStats(vm: string, settings?: CallSettings): Promise<MachineStats>;
  /** Of the host. */
  sysinfo(settings?: CallSettings): Promise<Sysinfo>;

  /** What a machine has logged, read no faster than it is taken. No deadline. */
  readJournal(
    what: JournalRef,
    options?: JournalOptions,
  ): AsyncGenerator<JournalEntry, void>;

  listGenerations(settings?: CallSettings): Promise<readonly Generation[]>;
  /** Runs an update on the host; its output arrives as it is written. No deadline. */
  setGeneration(
    update: CachixUpdate,
    settings?: CallSettings,
  ): AsyncGenerator<UpdateProgress, void>;

  /** @returns what the notifier of the machine says */
  notifyUser(
    vm: string,
    notification: Notification,
    settings?: CallSettings,
  ): Promise<string>;
  ctap(what: CtapOperation, settings?: CallSettings): Promise<Uint8Array>;

  /** Ends the connection; calls under way fail with `cancelled`. */
  close(): void;
}
