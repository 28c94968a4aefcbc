/** The registry's methods of `admin.AdminService`: RegisterService, QueryList, Watch. */

import { readUnitStatus } from "@ghaf/api";
import type {
  AdminService,
  RegistryRequest,
  TransportConfig,
} from "@ghaf/api/proto/admin/admin";
import type { Handlers } from "@ghaf/api/rpc";
import { callerOf } from "../caller.ts";
import type { LiveRegistry } from "./live-registry.ts";
import type { Registrar } from "./registrar.ts";
import type { UntrustedClaim } from "./registration.ts";

export function registryHandlers(
  registry: LiveRegistry,
  registrar: Registrar,
): Handlers<typeof AdminService> {
  return {
    registerService: (request, context) => {
      registrar.register(readRequest(request), callerOf(context.peer));
      return {};
    },
    queryList: () => registry.queryList(),
    watch: (_request, context) => registry.watch(context.signal),
  };
}

function readRequest(untrusted: RegistryRequest): UntrustedClaim {
  return {
    name: untrusted.Name,
    parent: untrusted.Parent,
    type: untrusted.Type,
    transport: readTransport(untrusted.Transport),
    status: untrusted.State && readUnitStatus(untrusted.State),
  };
}

/** The strings of a TransportConfig; undefined stays undefined. */
export function readTransport(
  untrusted: TransportConfig | undefined,
): UntrustedClaim["transport"] {
  return (
    untrusted && {
      protocol: untrusted.Protocol,
      address: untrusted.Address,
      port: untrusted.Port,
      name: untrusted.Name,
    }
  );
}
