/** The gRPC health protocol: a server that answers serves all its services. */

import {
  Health,
  HealthCheckResponse_ServingStatus as Serving,
} from "@ghaf/api/proto/grpc/health/v1/health";
import {
  bindService,
  type CallContext,
  RpcError,
  type ServiceBinding,
} from "@ghaf/api/rpc";

/** Health of `services`; the empty name is the whole server. */
export function healthService(
  services: readonly ServiceBinding[],
): ServiceBinding {
  const names = new Set(["", ...services.map((one) => one.service.typeName)]);
  return bindService(Health, {
    check: ({ service }) => {
      if (names.has(service)) return { status: Serving.SERVING };
      throw new RpcError("not-found", `unknown service ${service}`);
    },
    watch: async function* ({ service }, context) {
      const known = names.has(service);
      yield { status: known ? Serving.SERVING : Serving.SERVICE_UNKNOWN };
      await cancelled(context);
    },
  });
}

function cancelled({ signal }: CallContext): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
