/** The peers written against another gRPC implementation: whether they can run, and starting them. */

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { TlsFiles } from "@ghaf/transport";
import { JsonProcess } from "./json-process.ts";

/** The distribution's Python: another one in the PATH would lack its packages. */
const PYTHON = "/usr/bin/python3";
const FOLDER = new URL("../../interop-peers/", import.meta.url);

export type Peer = "client" | "reference_agent" | "reference_admin";

/**
 * Why the peers cannot run here, for the `skip` of a suite; false when they can.
 * @throws when they are missing although this is the continuous integration
 */
export function missingPeers(): string | false {
  const probe = spawnSync(PYTHON, ["-c", "import grpc, google.protobuf"]);
  if (probe.status === 0) return false;
  const reason =
    "SKIPPED: no independent gRPC peer; apt-get install python3-grpcio python3-protobuf";
  if (process.env["CI"] === "true") throw new Error(reason);
  console.error(reason);
  return reason;
}

export function startPeer<Line>(
  peer: Peer,
  credentials: TlsFiles,
  args: readonly string[],
): JsonProcess<Line> {
  const script = fileURLToPath(new URL(`${peer}.py`, FOLDER));
  const files = [
    ...["--ca", credentials.caCert],
    ...["--cert", credentials.cert],
    ...["--key", credentials.key],
  ];
  return new JsonProcess<Line>({
    // -B: nothing is written beside the sources.
    argv: [PYTHON, "-B", script, ...args, ...files],
  });
}
