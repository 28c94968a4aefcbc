/** A VM with a good certificate that claims to be the host. */

import { AdminService } from "@ghaf/api/proto/admin/admin";
import { createRpcClient, RpcError } from "@ghaf/api/rpc";
import { dial, loadTlsIdentity } from "@ghaf/transport";
import { ADMIN_PORT, type MachineFiles } from "./world.ts";

/** Tries to register `impostor` as the host agent. @returns the admin's refusal */
export async function registerAsHost(
  impostor: MachineFiles,
  admin: MachineFiles,
): Promise<RpcError> {
  const tls = await loadTlsIdentity({
    caCert: impostor.caCert,
    cert: impostor.cert,
    key: impostor.key,
  });
  const endpoint = {
    kind: "tcp",
    host: admin.address,
    port: Number(ADMIN_PORT),
  } as const;
  const transport = dial(
    { endpoint, serverName: admin.name },
    { tls, sourceAddress: impostor.address },
  );
  try {
    await createRpcClient(AdminService, transport).registerService(
      request(impostor),
    );
  } catch (error) {
    if (error instanceof RpcError) return error;
    throw error;
  } finally {
    transport.close();
    tls.close();
  }
  throw new Error("the admin accepted a VM as the host");
}

function request(impostor: MachineFiles) {
  return {
    Name: "givc-ghaf-host.service",
    Type: 0,
    Transport: {
      Protocol: "tcp",
      Address: impostor.address,
      Port: "9000",
      Name: "ghaf-host",
    },
    State: { Name: "givc-ghaf-host.service", ActiveState: "active" },
  };
}
