/** The directives that harden a service, each with the values that systemd takes for it (systemd.exec(5), systemd.resource-control(5), spec 2.11). */

/** Whoever sets one says which of a kind may be used, or which may not: never both, since what one list allows another cannot be trusted to take away. */
export type Choice<T> =
  | { readonly only: readonly T[] }
  | { readonly without: readonly T[] };

export interface Networking {
  readonly PrivateNetwork?: boolean;
  readonly IPAccounting?: boolean;
  readonly IPAddressAllow?: readonly IpAddresses[];
  readonly IPAddressDeny?: readonly IpAddresses[];
  readonly RestrictNetworkInterfaces?: Choice<string>;
  readonly RestrictAddressFamilies?: "none" | Choice<AddressFamily>;
}

/** An address, or one with the length of its prefix. */
type IpAddresses =
  | ("any" | "localhost" | "link-local" | "multicast")
  | `${number}.${number}.${number}.${number}${"" | `/${number}`}`;

export type AddressFamily =
  | ("AF_ALG" | "AF_BLUETOOTH" | "AF_INET" | "AF_INET6" | "AF_NETLINK")
  | ("AF_PACKET" | "AF_QIPCRTR" | "AF_UNIX" | "AF_VSOCK");

export interface FileSystem {
  readonly ProtectHome?: boolean | "read-only" | "tmpfs";
  readonly ProtectSystem?: boolean | "full" | "strict";
  readonly ProtectProc?: "noaccess" | "invisible" | "ptraceable" | "default";
  readonly ProcSubset?: "all" | "pid";
  readonly ReadWritePaths?: readonly Place[];
  readonly ReadOnlyPaths?: readonly Place[];
  readonly InaccessiblePaths?: readonly Place[];
  readonly ExecPaths?: readonly Place[];
  readonly NoExecPaths?: readonly Place[];
  readonly PrivateTmp?: boolean;
  readonly PrivateMounts?: boolean;
}

/** Absolute; with `-` it need not be there. */
type Place = `${"" | "-"}/${string}`;

export interface Accounts {
  readonly PrivateUsers?: boolean;
  readonly DynamicUser?: boolean;
}

export interface Devices {
  readonly PrivateDevices?: boolean;
  /** With any, the service reaches these and the pseudo devices, and no others. */
  readonly DeviceAllow?: readonly DeviceRule[];
}

export interface DeviceRule {
  /** A device node, or a kind of them as in /proc/devices. */
  readonly device: `/dev/${string}` | `char-${string}` | `block-${string}`;
  readonly access: "r" | "rw" | "rwm";
}

export interface Kernel {
  readonly ProtectKernelTunables?: boolean;
  readonly ProtectKernelModules?: boolean;
  readonly ProtectKernelLogs?: boolean;
}

export interface Miscellaneous {
  readonly Delegate?: boolean;
  readonly KeyringMode?: "private" | "shared" | "inherit";
  readonly NoNewPrivileges?: boolean;
  /** Octal. */
  readonly UMask?: "0027" | "0077";
  readonly ProtectHostname?: boolean;
  /** It closes all devices but the pseudo devices, like a rule of DeviceAllow. */
  readonly ProtectClock?: boolean;
  readonly ProtectControlGroups?: boolean;
  readonly RestrictNamespaces?: boolean | Choice<Namespace>;
  readonly LockPersonality?: boolean;
  readonly MemoryDenyWriteExecute?: boolean;
  readonly RestrictRealtime?: boolean;
  readonly RestrictSUIDSGID?: boolean;
  readonly RemoveIPC?: boolean;
  readonly NotifyAccess?: "none" | "main" | "exec" | "all";
  /** Bytes that it may keep in memory. */
  readonly LimitMEMLOCK?: 0;
}

export type Namespace =
  | ("cgroup" | "ipc" | "net" | "mnt")
  | ("pid" | "user" | "uts");

export interface Capabilities {
  readonly AmbientCapabilities?: Choice<Capability>;
  readonly CapabilityBoundingSet?: Choice<Capability>;
}

/** Those of capabilities(7) that the tables name, without `CAP_`. */
export type Capability =
  | ("AUDIT_CONTROL" | "AUDIT_WRITE" | "BLOCK_SUSPEND" | "DAC_OVERRIDE")
  | ("FOWNER" | "IPC_LOCK" | "KILL" | "LEASE" | "LINUX_IMMUTABLE" | "MKNOD")
  | ("NET_ADMIN" | "NET_BIND_SERVICE" | "NET_BROADCAST" | "NET_RAW")
  | ("SETGID" | "SETPCAP" | "SETUID" | "SYS_ADMIN" | "SYS_BOOT")
  | ("SYS_CHROOT" | "SYS_MODULE" | "SYS_NICE" | "SYS_PACCT" | "SYS_PTRACE")
  | ("SYS_RAWIO" | "SYS_RESOURCE" | "SYS_TIME" | "SYS_TTY_CONFIG")
  | "WAKE_ALARM";

export interface SystemCalls {
  readonly SystemCallArchitectures?: readonly "native"[];
  readonly SystemCallFilter?: CallFilter;
  /** What a refused call fails with; without it the program is killed. */
  readonly SystemCallErrorNumber?: "EPERM";
}

/** What `without` names is refused of what `only` lets through, or of everything. */
export interface CallFilter {
  readonly only?: readonly CallGroup[];
  readonly without: readonly (CallGroup | SingleCall)[];
}

/** The groups of `systemd-analyze syscall-filter` that the tables name; in systemd's spelling, with dashes. */
export type CallGroup =
  | ("@aio" | "@chown" | "@clock" | "@cpu-emulation" | "@debug" | "@keyring")
  | ("@memlock" | "@module" | "@mount" | "@obsolete" | "@pkey")
  | ("@privileged" | "@raw-io" | "@reboot" | "@resources" | "@sandbox")
  | ("@setuid" | "@swap" | "@system-service");

export type SingleCall =
  | ("memfd_create" | "mincore" | "mlock" | "mlockall")
  | "personality";

/** What a drop-in may set. */
export type Directives = Networking &
  FileSystem &
  Accounts &
  Devices &
  Kernel &
  Miscellaneous &
  Capabilities &
  SystemCalls;
