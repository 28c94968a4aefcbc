/** The peers written against another gRPC implementation: whether they can run, and starting them. */

import { spawnSync } from "node:child_process";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { TlsFiles } from "@ghaf/transport";
import { JsonProcess } from "./json-process.ts";

/** The distribution's Python: another one in the PATH would lack its packages. */
const PYTHON = "/usr/bin/python3";
const FOLDER = new URL("../../interop-peers/", import.meta.url);

export type Peer = "client" | "reference_agent" | "reference_admin";

/**
 * A suite that needs the peers. Where they are missing it is one test that is
 * skipped and says so; in the continuous integration that is a failure.
 */
export function describeWithPeers(title: string, suite: () => void): void {
  const probe = spawnSync(PYTHON, ["-c", "import grpc, google.protobuf"]);
  if (probe.status === 0) {
    describe(title, suite);
    return;
  }
  const skip = "apt-get install python3-grpcio python3-protobuf";
  if (process.env["CI"] === "true") throw new Error(`cannot run: ${skip}`);
  console.error(`SKIPPED: ${title}: no independent gRPC peer: ${skip}`);
  test(title, { skip });
}

/** As whom a peer calls or is called, and in whose network. */
export interface PeerPlace extends TlsFiles {
  /** Path of the network namespace it runs in; default: this process's. */
  readonly namespacePath?: string;
}

export function startPeer<Line>(
  peer: Peer,
  { namespacePath, ...credentials }: PeerPlace,
  args: readonly string[],
): JsonProcess<Line> {
  const script = fileURLToPath(new URL(`${peer}.py`, FOLDER));
  const files = [
    ...["--ca", credentials.caCert],
    ...["--cert", credentials.cert],
    ...["--key", credentials.key],
  ];
  // -B: nothing is written beside the sources.
  const python = ["-B", script, ...args, ...files];
  return new JsonProcess<Line>({
    argv:
      namespacePath === undefined
        ? [PYTHON, ...python]
        : ["nsenter", `--net=${namespacePath}`, "--", PYTHON, ...python],
  });
}
