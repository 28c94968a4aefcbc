/**
 * Many watchers, each on a connection of its own, over bare node:http2: the
 * receiving side is the same for the raw floor and for the admin. Events carry
 * the time of their making as `t=<milliseconds>`.
 */

import { readFileSync } from "node:fs";
import { type ClientHttp2Session, connect } from "node:http2";
import { type ConnectionOptions, connect as connectTls } from "node:tls";
import type { TlsFiles } from "@ghaf/transport";

export interface FanOutOptions {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly serverName: string;
  readonly sourceAddress: string;
  readonly files: TlsFiles;
  readonly watchers: number;
  /** Messages that each watch begins with. */
  readonly preamble: number;
}

/** Expect that many events at each watcher. */
export interface FanOutOrder {
  readonly events: number;
}

export interface FanOutResult {
  readonly received: number;
  /** Milliseconds from an event's making to its arrival, a sample. */
  readonly latencies: readonly number[];
}

const AT_A_TIME = 20;
const GIVE_UP_MS = 30_000;
const options = JSON.parse(process.argv[2] ?? "{}") as FanOutOptions;
const material = {
  ca: readFileSync(options.files.caCert),
  cert: readFileSync(options.files.cert),
  key: readFileSync(options.files.key),
};
let received = 0;
let expected = options.watchers * options.preamble;
let latencies: number[] = [];
let arrived: () => void = () => undefined;

process.on("message", ({ events }: FanOutOrder) => {
  received = 0;
  latencies = [];
  expected = events * options.watchers;
  void allArrived().then(() => {
    process.send?.({ received, latencies } satisfies FanOutResult);
  });
  process.send?.("expecting");
});
process.on("disconnect", () => process.exit());

const welcome = allArrived();
for (let open = 0; open < options.watchers; open += AT_A_TIME) {
  const count = Math.min(AT_A_TIME, options.watchers - open);
  await Promise.all(Array.from({ length: count }, watch));
}
await welcome;
process.send?.("ready");

/** Resolves when everything expected is here, or will not come any more. */
function allArrived(): Promise<void> {
  if (received >= expected) return Promise.resolve();
  return new Promise((resolve) => {
    const patience = setTimeout(resolve, GIVE_UP_MS);
    arrived = () => {
      clearTimeout(patience);
      resolve();
    };
  });
}

async function watch(): Promise<void> {
  const session = await open();
  const stream = session.request({
    ":method": "POST",
    ":path": options.path,
    "content-type": "application/grpc+proto",
    te: "trailers",
  });
  const read = frames(hear);
  stream.on("data", read);
  stream.on("error", () => undefined);
  stream.end(Buffer.alloc(5));
  await new Promise((resolve) => stream.once("response", resolve));
}

function open(): Promise<ClientHttp2Session> {
  const { host, port, serverName, sourceAddress } = options;
  const address = { host, port, localAddress: sourceAddress };
  const socket = connectTls({
    ...address,
    ...material,
    servername: serverName,
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

function hear(frame: Buffer): void {
  received += 1;
  const at = frame.indexOf("t=");
  if (at >= 0) {
    const made = Number.parseFloat(frame.toString("latin1", at + 2, at + 22));
    latencies.push(performance.timeOrigin + performance.now() - made);
  }
  if (received >= expected) arrived();
}

/** Cuts a byte stream into gRPC messages. */
function frames(onFrame: (frame: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= 5 && rest.length >= 5 + rest.readUInt32BE(1)) {
      const end = 5 + rest.readUInt32BE(1);
      onFrame(rest.subarray(5, end));
      rest = rest.subarray(end);
    }
  };
}
