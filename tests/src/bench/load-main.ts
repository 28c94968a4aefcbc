/**
 * Calls, as many at a time as asked, for as long as asked; in a process of its
 * own so that client and server each have a core. Mode "raw" is bare node:http2,
 * mode "ours" the client library over our transport.
 */

import { readFileSync } from "node:fs";
import { type ClientHttp2Session, connect } from "node:http2";
import { type ConnectionOptions, connect as connectTls } from "node:tls";
import { AdminService } from "@ghaf/api/proto/admin/admin";
import { createRpcClient } from "@ghaf/api/rpc";
import { dial, loadTlsIdentity, type TlsFiles } from "@ghaf/transport";

export interface LoadOptions {
  readonly mode: "raw" | "ours";
  readonly host: string;
  readonly port: number;
  readonly serverName: string;
  readonly sourceAddress: string;
  readonly files: TlsFiles;
}

export interface LoadOrder {
  readonly inFlight: number;
  readonly durationMs: number;
}

export interface LoadResult {
  /** Milliseconds of each call. */
  readonly latencies: readonly number[];
  readonly elapsedMs: number;
}

const EMPTY_FRAME = Buffer.alloc(5);
const options = JSON.parse(process.argv[2] ?? "{}") as LoadOptions;
const call = await (options.mode === "raw" ? rawCall() : ourCall());
process.on("message", (order: LoadOrder) => {
  void load(order).then((result) => process.send?.(result));
});
process.on("disconnect", () => process.exit());
process.send?.("ready");

async function load(order: LoadOrder): Promise<LoadResult> {
  const latencies: number[] = [];
  const started = performance.now();
  const until = started + order.durationMs;
  const lane = async () => {
    for (let now = performance.now(); now < until; now = performance.now()) {
      await call();
      latencies.push(performance.now() - now);
    }
  };
  await Promise.all(Array.from({ length: order.inFlight }, lane));
  return { latencies, elapsedMs: performance.now() - started };
}

async function ourCall(): Promise<() => Promise<unknown>> {
  const tls = await loadTlsIdentity(options.files);
  const { host, port, serverName, sourceAddress } = options;
  const transport = dial(
    { endpoint: { kind: "tcp", host, port }, serverName },
    { tls, sourceAddress },
  );
  const admin = createRpcClient(AdminService, transport);
  return () => admin.queryList({});
}

async function rawCall(): Promise<() => Promise<unknown>> {
  const session = await rawSession();
  return () =>
    new Promise<void>((resolve, reject) => {
      const stream = session.request({
        ":method": "POST",
        ":path": "/admin.AdminService/QueryList",
        "content-type": "application/grpc+proto",
        te: "trailers",
      });
      stream.resume();
      stream.on("error", reject);
      stream.on("end", resolve);
      stream.end(EMPTY_FRAME);
    });
}

function rawSession(): Promise<ClientHttp2Session> {
  const { files, host, port, serverName, sourceAddress } = options;
  const socket = connectTls({
    host,
    port,
    localAddress: sourceAddress,
    servername: serverName,
    ca: readFileSync(files.caCert),
    cert: readFileSync(files.cert),
    key: readFileSync(files.key),
    ALPNProtocols: ["h2"],
  } as ConnectionOptions);
  const session = connect(`https://${serverName}`, {
    createConnection: () => socket,
  });
  return new Promise((resolve, reject) => {
    session.once("connect", () => resolve(session));
    session.once("error", reject);
  });
}
