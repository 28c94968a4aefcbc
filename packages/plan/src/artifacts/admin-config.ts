/** What the server of the control plane is told: its flags, under their names (control-plane specification 2.1). */

import { create, toJson } from "@bufbuild/protobuf";
import { AdminConfigSchema } from "@ghaf/api/proto/ghaf/config/v1/admin_config";
import { HOST_NAME, type System } from "@ghaf/system";
import type { Placement } from "../allocation/placement.ts";
import { vmMachine } from "../machines.ts";
import { type Artifact, jsonText, publicFile } from "./artifact.ts";
import { CERTIFICATES } from "./certificates.ts";

/** Where the shipped unit has the server read. */
const PATH = "/etc/givc-admin/config.json";

/** An emulated VM among others takes minutes; its runner gives it as many (launch-spec.ts). */
const VM_START_TIMEOUT_S = 240;

/** In admin-vm, which listens in each network that it is in. */
export function adminConfigs(
  { controlPlane }: System,
  placements: readonly Placement[],
): readonly Artifact[] {
  if (controlPlane === null) return [];
  const { admin, tls } = controlPlane;
  const files = {
    caCert: CERTIFICATES.authority,
    hostCert: CERTIFICATES.certificate,
    hostKey: CERTIFICATES.key,
  };
  return placements
    .filter(({ vm }) => vm.role === "admin")
    .map((placement) => {
      const { name, addresses } = vmMachine(placement);
      const message = create(AdminConfigSchema, {
        listen: addresses.map((address) => `${address}:${admin.port}`),
        useTls: tls,
        ...(tls ? files : {}),
        monitoring: true,
        services: [...admin.watched],
        vmStartTimeout: VM_START_TIMEOUT_S,
        hostAgent: HOST_NAME,
      });
      const text = jsonText(toJson(AdminConfigSchema, message));
      return publicFile(name, PATH, text);
    });
}
