/**
 * What givc-admin was told, from flags, environment and file together: a flag
 * wins over the environment, the environment over the file. Everything is
 * checked here, once (specification 2.1).
 */

import {
  ApiError,
  agentUnit,
  isIpAddress,
  type ListenAddress,
  parseListenAddress,
  quote,
} from "@ghaf/api";
import type { AdminConfig } from "@ghaf/api/proto/ghaf/config/v1/admin_config";
import { AdminError } from "./errors.ts";
import type { Flags } from "./flags.ts";

export interface TlsSettings {
  readonly caCert: string;
  readonly cert: string;
  readonly key: string;
  readonly minVersion: "TLSv1.2" | "TLSv1.3";
  readonly strictKeyModes: boolean;
}

export interface Settings {
  readonly listen: readonly ListenAddress[];
  readonly tls: TlsSettings | undefined;
  readonly hostAgent: string;
  readonly sourceAddress: string | undefined;
  readonly vmStartTimeoutMs: number;
  readonly allowUnboundRegistration: boolean;
  readonly monitoring: boolean;
  readonly stateDir: string;
}

export interface SettingsSources {
  readonly flags: Flags;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The file of --config. */
  readonly file?: AdminConfig | undefined;
}

const LONGEST_VM_START_S = 3_600;

/** @throws AdminError `usage` naming the flag, `start` for what this version cannot do */
export function resolveSettings(sources: SettingsSources): Settings {
  const { flags, file } = sources;
  refuseUnbuilt(sources);
  return {
    listen: listenAddresses(flags.listen ?? file?.listen ?? []),
    tls: tlsSettings(sources),
    hostAgent: hostAgentName(
      text(sources, {
        flag: "host-agent",
        variable: "GIVC_HOST_AGENT",
        inFile: file?.hostAgent,
      }) ?? "ghaf-host",
    ),
    sourceAddress: sourceAddress(flags["source-addr"] ?? file?.sourceAddr),
    vmStartTimeoutMs: vmStartTimeout(sources) * 1_000,
    allowUnboundRegistration:
      flags["allow-unbound-registration"] ??
      file?.allowUnboundRegistration ??
      false,
    monitoring:
      truth(sources, {
        flag: "monitoring",
        variable: "GIVC_MONITORING",
        inFile: file?.monitoring,
      }) ?? true,
    stateDir: flags["state-dir"] ?? file?.stateDir ?? "/etc",
  };
}

/** Asked for access control, a program without it must not run as if it had it. */
function refuseUnbuilt(sources: SettingsSources): void {
  const { file } = sources;
  const unbuilt: Named<SwitchFlag, boolean>[] = [
    {
      flag: "access-control",
      variable: "ACCESS_CONTROL",
      inFile: file?.accessControl,
    },
    {
      flag: "policy-admin",
      variable: "POLICY_ADMIN",
      inFile: file?.policyAdmin,
    },
  ];
  for (const wanted of unbuilt) {
    if (truth(sources, wanted)) {
      throw new AdminError("start", `--${wanted.flag} is not in this version`);
    }
  }
}

function listenAddresses(untrusted: readonly string[]): ListenAddress[] {
  if (untrusted.length === 0) {
    throw new AdminError(
      "start",
      "there is nothing to listen on: use --listen",
    );
  }
  return untrusted.map((address) =>
    named("--listen", () => parseListenAddress(address)),
  );
}

function tlsSettings(sources: SettingsSources): TlsSettings | undefined {
  const { flags, file } = sources;
  const wanted = {
    flag: "use-tls" as const,
    variable: "TLS",
    inFile: file?.useTls,
  };
  if (!truth(sources, wanted)) return undefined;
  const path = (
    flag: "ca-cert" | "host-cert" | "host-key",
    variable: string,
    inFile: string | undefined,
  ): string => {
    const found = text(sources, { flag, variable, inFile });
    if (found !== undefined) return found;
    throw usage(`--${flag} is required with --use-tls`);
  };
  return {
    caCert: path("ca-cert", "CA_CERT", file?.caCert),
    cert: path("host-cert", "HOST_CERT", file?.hostCert),
    key: path("host-key", "HOST_KEY", file?.hostKey),
    minVersion: minVersion(flags["tls-min-version"] ?? file?.tlsMinVersion),
    strictKeyModes: flags["strict-key-modes"] ?? file?.strictKeyModes ?? false,
  };
}

function minVersion(untrusted: string | undefined): TlsSettings["minVersion"] {
  switch (untrusted) {
    case undefined:
    case "1.3":
      return "TLSv1.3";
    case "1.2":
      return "TLSv1.2";
    default:
      throw usage(`--tls-min-version: ${quote(untrusted)} is not 1.2 or 1.3`);
  }
}

function hostAgentName(untrusted: string): string {
  named("--host-agent", () => agentUnit(untrusted));
  return untrusted;
}

function sourceAddress(untrusted: string | undefined): string | undefined {
  if (untrusted === undefined || isIpAddress(untrusted)) return untrusted;
  throw usage(`--source-addr: ${quote(untrusted)} is not an IP address`);
}

function vmStartTimeout(sources: SettingsSources): number {
  const found = text(sources, {
    flag: "vm-start-timeout",
    variable: "GIVC_VM_START_TIMEOUT",
    inFile: sources.file?.vmStartTimeout?.toString(),
  });
  if (found === undefined) return 60;
  const seconds = /^\d{1,5}$/.test(found) ? Number(found) : 0;
  if (seconds >= 1 && seconds <= LONGEST_VM_START_S) return seconds;
  throw usage(
    `--vm-start-timeout: ${quote(found)} is not a number of seconds from 1 to ${LONGEST_VM_START_S}`,
  );
}

/** One setting in its three places. */
interface Named<F, T> {
  readonly flag: F;
  /** The environment variable. */
  readonly variable: string;
  readonly inFile: T | undefined;
}

type TextFlag =
  | "ca-cert"
  | "host-cert"
  | "host-key"
  | "host-agent"
  | "vm-start-timeout";

/** An empty environment variable is one that was not set. */
function text(
  { flags, environment }: SettingsSources,
  { flag, variable, inFile }: Named<TextFlag, string>,
): string | undefined {
  return flags[flag] ?? (environment[variable] || undefined) ?? inFile;
}

type SwitchFlag = "use-tls" | "monitoring" | "access-control" | "policy-admin";

/** Environment variables say `true` or `false`, nothing else. */
function truth(
  { flags, environment }: SettingsSources,
  { flag, variable, inFile }: Named<SwitchFlag, boolean>,
): boolean | undefined {
  const word = environment[variable];
  if (word !== undefined && word !== "true" && word !== "false") {
    throw usage(`${variable}: ${quote(word)} is not true or false`);
  }
  const said = word === undefined ? undefined : word === "true";
  return flags[flag] ?? said ?? inFile;
}

function named<T>(flag: string, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    if (!(cause instanceof ApiError)) throw cause;
    throw new AdminError("usage", `${flag}: ${cause.message}`, {
      value: cause.value,
      cause,
    });
  }
}

function usage(message: string): AdminError {
  return new AdminError("usage", message);
}
