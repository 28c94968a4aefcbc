/** Calls from a machine's network by the independent gRPC client, which learns the messages by reflection. */

import {
  type Json,
  type Outcome,
  PythonClient,
} from "../interop/python-client.ts";
import type { Member, ServerPlace } from "./fleet.ts";

export interface IndependentCall {
  readonly to: ServerPlace;
  /** `package.Service/Method`, a unary one. */
  readonly path: string;
  readonly request: Json;
}

/** Makes the call as `from`. */
export async function callIndependently(
  from: Member,
  { to, path, request }: IndependentCall,
): Promise<Outcome> {
  const client = await startIndependent(from, to);
  try {
    return await client.call(path, { requests: [request] });
  } finally {
    await client.stop();
  }
}

/** The client as `from`, for many calls; whoever starts it stops it. */
export function startIndependent(
  from: Member,
  to: ServerPlace,
): Promise<PythonClient> {
  return PythonClient.start(
    { kind: "tcp", host: to.address, port: to.port },
    to.name,
    { ...from.tls, namespacePath: from.port.namespacePath },
  );
}
