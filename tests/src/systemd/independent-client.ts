/** Calls from a machine's network by the independent gRPC client, which learns the messages by reflection. */

import {
  type Json,
  type Outcome,
  PythonClient,
} from "../interop/python-client.ts";
import type { Member, ServerPlace } from "./fleet.ts";

/** One unary call of `package.Service/Method`, as `from`. */
export async function callIndependently(
  from: Member,
  to: ServerPlace,
  path: string,
  request: Json,
): Promise<Outcome> {
  const client = await PythonClient.start(
    { kind: "tcp", host: to.address, port: to.port },
    to.name,
    { ...from.tls, namespacePath: from.port.namespacePath },
  );
  try {
    return await client.call(path, { requests: [request] });
  } finally {
    await client.stop();
  }
}
