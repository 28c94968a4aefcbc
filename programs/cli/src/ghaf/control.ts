/** A command's hold on the admin: the client, its deadlines and where the words go. Opened for one command, then closed. */

import { type Endpoint, formatEndpoint } from "@ghaf/api";
import { RpcError, type RpcTransport } from "@ghaf/api/rpc";
import {
  type CallSettings,
  type ControlClient,
  ControlError,
  createControlClient,
} from "@ghaf/client";
import { type Environment, nonEmpty } from "../connection/environment.ts";
import { type ConnectionFlags, namesAdmin } from "../connection/flags.ts";
import type { Connection } from "../connection/open.ts";
import {
  type ResolvedConnection,
  resolveConnection,
} from "../connection/resolve.ts";
import { CliError } from "./cli-error.ts";
import type { Io } from "./io.ts";
import type { Surface } from "./surface.ts";
import { toCliError } from "./to-cli-error.ts";

export interface Control {
  readonly client: ControlClient;
  /** For services beside the client's. */
  readonly transport: RpcTransport;
  readonly admin: AdminPlace;
  /** It is that of a device that runs on this machine, found by itself. */
  readonly isDevice: boolean;
  /** Of a device that runs on this machine: what was heard last of a VM that stands still; undefined: it does not. */
  standstill(vm: string): Promise<string | undefined>;
  /** For every unary call: the person's `--timeout`, and Ctrl-C. */
  readonly settings: CallSettings;
  readonly signal: AbortSignal;
  readonly surface: Surface;
}

/** Where the admin was looked for. */
interface AdminPlace {
  readonly endpoint: Endpoint;
  readonly serverName: string;
  readonly encrypted: boolean;
}

export interface ControlRequest {
  readonly flags: ConnectionFlags;
  readonly env: Environment;
  readonly io: Io;
  readonly surface: Surface;
  /** Milliseconds; undefined leaves it to the client. */
  readonly timeoutMs: number | undefined;
}

/** Connects, runs the body, and closes however the body ends. */
export async function withControl(
  request: ControlRequest,
  body: (control: Control) => Promise<void>,
): Promise<void> {
  const { io, surface, timeoutMs } = request;
  const { resolved, connection, isDevice } = await connect(request);
  const { endpoint, serverName } = resolved.target;
  const limit = timeoutMs === undefined ? {} : { timeoutMs };
  try {
    await body({
      client: createControlClient(connection.transport),
      transport: connection.transport,
      admin: { endpoint, serverName, encrypted: resolved.tls !== undefined },
      isDevice,
      standstill: async (vm) => {
        const { standstillOf } = await import("../instance/standstill.ts");
        return await standstillOf(vm, request.env);
      },
      settings: { signal: io.signal, ...limit },
      signal: io.signal,
      surface,
    });
  } catch (error) {
    const place = `${serverName} at ${formatEndpoint(endpoint)}`;
    const failure = isWire(error) ? toCliError(error, place) : error;
    throw isDevice ? ofDevice(failure, request.env) : failure;
  } finally {
    connection.close();
  }
}

/** What nobody chose cannot be chosen wrongly: the admin's VM boots, or is started again. */
function ofDevice(failure: unknown, env: Environment): unknown {
  if (!(failure instanceof CliError)) return failure;
  const { code, message, causes, cause } = failure;
  if (code !== "unreachable") return failure;
  const chosen = nonEmpty(env["GHAF_INSTANCE"]);
  const flag = chosen === undefined ? "" : ` --instance ${chosen}`;
  const hints = [
    `ghaf up${flag}     (waits until the device is up, and says what is wrong)`,
  ];
  return new CliError(code, message, { causes, hints, cause });
}

function isWire(error: unknown): boolean {
  return error instanceof ControlError || error instanceof RpcError;
}

interface Opened {
  readonly resolved: ResolvedConnection;
  readonly connection: Connection;
  readonly isDevice: boolean;
}

async function connect(request: ControlRequest): Promise<Opened> {
  const { flags, env, io } = request;
  const isNamed = namesAdmin(flags, env);
  const device = isNamed ? undefined : await io.device(env);
  try {
    const resolved = device ?? resolveConnection(flags, env, io.files);
    const connection = await io.connect(resolved);
    return { resolved, connection, isDevice: device !== undefined };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    throw advised(error, isNamed ? [] : [await deviceHint(env)]);
  }
}

/** Where nobody was named, most likely a device of this machine is meant. */
async function deviceHint(env: Environment): Promise<string> {
  const { runningNames } = await import("../instance/running-device.ts");
  const names = await runningNames(env);
  return names.length === 0
    ? "no device runs on this machine that you may operate: ghaf up, as root"
    : `set GHAF_INSTANCE for a device that runs on this machine: ${names.join(", ")}`;
}

/** This command can make what is missing. */
function advised(error: CliError, first: readonly string[]): CliError {
  const { code, causes, hints, cause } = error;
  if (code !== "configuration") return error;
  const own = "to make certificates for development: ghaf pki dev init";
  const all = { causes, cause, hints: [...first, ...hints, own] };
  return new CliError(code, error.message, all);
}
