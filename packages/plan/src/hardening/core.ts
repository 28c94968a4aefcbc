/** What most hardened units have in common (spec 2.11). */

import type {
  AddressFamily,
  CallFilter,
  CallGroup,
  Choice,
  Directives,
} from "./directives.ts";

const CORE = {
  ProtectKernelTunables: true,
  ProtectKernelModules: true,
  ProtectKernelLogs: true,
  NoNewPrivileges: true,
  ProtectHostname: true,
  ProtectClock: true,
  ProtectControlGroups: true,
  LockPersonality: true,
  MemoryDenyWriteExecute: true,
  RestrictRealtime: true,
  RestrictSUIDSGID: true,
} as const satisfies Directives;

/** All of it but these, which the unit could not work with. */
export function coreWithout(
  ...names: readonly (keyof typeof CORE)[]
): Directives {
  const rest = Object.entries(CORE).filter(
    ([name]) => !names.some((one) => one === name),
  );
  return Object.fromEntries(rest);
}

/** Kept from what lies outside its own files. */
export const SECLUDED = {
  ProtectSystem: "full",
  ProtectProc: "noaccess",
  Delegate: false,
  UMask: "0077",
} as const satisfies Directives;

/** No address of any network. */
export const NO_ADDRESS = { IPAddressDeny: ["any"] } as const;

/** Programs of systemd log, ask for accounts and answer through sockets of the file system, so that these stay. */
export const LOCAL: Choice<AddressFamily> = { only: ["AF_UNIX"] };

export const NETWORKED: Choice<AddressFamily> = {
  only: ["AF_UNIX", "AF_INET", "AF_INET6", "AF_NETLINK", "AF_PACKET"],
};

const SELDOM: readonly CallGroup[] = [
  ...(["@clock", "@debug", "@module", "@mount"] as const),
  ...(["@obsolete", "@reboot", "@resources", "@swap"] as const),
];

interface Calls {
  /** Refused too. */
  readonly and?: CallFilter["without"];
  /** Not refused. */
  readonly but?: CallFilter["without"];
}

/** Refuses what services seldom call. A refused call fails; a program that tries whether it may goes on. */
export function refused({ and = [], but = [] }: Calls = {}): Directives {
  const without = [...SELDOM, ...and].filter((one) => !but.includes(one));
  return filtered({ without });
}

export function filtered(filter: CallFilter): Directives {
  return {
    SystemCallArchitectures: ["native"],
    SystemCallFilter: filter,
    SystemCallErrorNumber: "EPERM",
  };
}
