/**
 * The floor that our servers are measured against: node:http2 with mutual TLS
 * that answers every call with the same bytes, encoded beforehand. A stream
 * on /watch stays open and is sent what the parent asks for.
 */

import { readFileSync } from "node:fs";
import { createSecureServer, type ServerHttp2Stream } from "node:http2";

export interface RawServerOptions {
  readonly host: string;
  readonly caCert: string;
  readonly cert: string;
  readonly key: string;
  /** The answer's body, base64, gRPC framing included. */
  readonly body: string;
}

/** Write `count` times `event` (base64, framed) to every open watch. */
export interface RawBurst {
  readonly count: number;
  readonly event: string;
  /** All in one go, which a connection sends as one; else one a turn of the loop, as changes come. */
  readonly atOnce: boolean;
}

const options = JSON.parse(process.argv[2] ?? "{}") as RawServerOptions;
const body = Buffer.from(options.body, "base64");
const watches = new Set<ServerHttp2Stream>();
const HEADERS = { ":status": 200, "content-type": "application/grpc+proto" };

const server = createSecureServer({
  ca: readFileSync(options.caCert),
  cert: readFileSync(options.cert),
  key: readFileSync(options.key),
  minVersion: "TLSv1.3",
  requestCert: true,
  rejectUnauthorized: true,
});
server.on("stream", (stream, headers) => {
  stream.on("error", () => undefined);
  if (headers[":path"] === "/watch") return hold(stream);
  stream.resume();
  stream.on("end", () => answer(stream));
});
server.listen(0, options.host, () => {
  const address = server.address();
  process.send?.(typeof address === "object" ? address?.port : undefined);
});
process.on("message", ({ count, event, atOnce }: RawBurst) => {
  write(Buffer.from(event, "base64"), count, atOnce);
});
process.on("disconnect", () => process.exit());

function write(frame: Buffer, count: number, atOnce: boolean): void {
  if (count === 0) return;
  for (const watch of watches) watch.write(frame);
  if (atOnce) write(frame, count - 1, atOnce);
  else setImmediate(() => write(frame, count - 1, atOnce));
}

function hold(stream: ServerHttp2Stream): void {
  stream.respond(HEADERS);
  watches.add(stream);
  stream.on("close", () => watches.delete(stream));
}

function answer(stream: ServerHttp2Stream): void {
  stream.respond(HEADERS, { waitForTrailers: true });
  stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
  stream.end(body);
}
