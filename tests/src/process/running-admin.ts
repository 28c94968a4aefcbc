/** givc-admin on a machine of a test's device. */

import type { AdminService } from "@ghaf/api/proto/admin/admin";
import type { RpcClient } from "@ghaf/api/rpc";
import type { Program, ProgramOptions } from "./program.ts";
import {
  ADMIN_PORT,
  type Machine,
  type Server,
  type TestDevice,
  tcpServer,
} from "./test-device.ts";

export interface RunningAdmin {
  readonly machine: Machine;
  readonly program: Program;
  readonly server: Server;
  /** Its service, as an operator with a certificate sees it. */
  readonly client: RpcClient<typeof AdminService>;
}

/** The flags without which an admin with TLS does not start. */
export function tlsFlags({ files }: Machine): string[] {
  return [
    "--use-tls",
    ...["--ca-cert", files.caCert],
    ...["--host-cert", files.cert, "--host-key", files.key],
  ];
}

/** Flags of an admin that listens where its machine is called. */
export function adminFlags(device: TestDevice, machine: Machine): string[] {
  return [
    ...["--listen", `${machine.address}:${ADMIN_PORT}`],
    ...["--source-addr", machine.address, "--state-dir", device.folder],
    ...tlsFlags(machine),
  ];
}

/** Starts an admin and waits until it listens. */
export async function startAdmin(
  device: TestDevice,
  flags: readonly string[] = [],
  options: Partial<ProgramOptions> = {},
): Promise<RunningAdmin> {
  const machine = await device.machine("admin-vm", 10);
  const all = [...adminFlags(device, machine), ...flags];
  const program = device.start("givc-admin", all, options);
  await program.said("listening");
  const server = tcpServer(machine, ADMIN_PORT);
  const operator = await device.machine("operator", 20);
  return {
    machine,
    program,
    server,
    client: await device.admin(operator, server),
  };
}
