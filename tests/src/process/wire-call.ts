/** gRPC by hand over any connection, for what no client library would do or could reach. */

import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect as connectHttp2,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from "node:http2";
import { connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { loadTlsIdentity } from "@ghaf/transport";
import { ADMIN_PORT, type Machine } from "./test-device.ts";

export interface Answer {
  /** The number of a gRPC status; undefined when the stream was cut. */
  readonly status: number | undefined;
  readonly message: string;
  readonly body: Buffer;
}

/** HTTP/2 on a connection that is there already. */
export function sessionOver(connection: Duplex): ClientHttp2Session {
  const session = connectHttp2("http://admin-vm", {
    createConnection: () => connection,
  });
  // Cut connections are part of what is tested.
  session.on("error", () => undefined);
  return session;
}

/** Mutual TLS as `from`, over a connection that is there or to the machine `to`. */
export async function secured(
  from: Machine,
  to: Machine | Duplex,
): Promise<TLSSocket> {
  const tls = await loadTlsIdentity(from.files);
  const options = {
    ...tls.material(),
    servername: "admin-vm",
    ALPNProtocols: ["h2"],
  };
  tls.close();
  const socket = connectTls({
    ...options,
    socket: "address" in to ? plain(from, to) : to,
  });
  socket.on("error", () => undefined);
  return socket;
}

/** An unsecured connection to an admin's port, from the caller's own address. */
export function plain(from: Machine, to: Machine): Socket {
  const socket = connect({
    host: to.address,
    port: ADMIN_PORT,
    localAddress: from.address,
  });
  socket.on("error", () => undefined);
  return socket;
}

/** Begins a call; its body is the message with its frame, or undefined for an empty message. */
export function beginCall(
  session: ClientHttp2Session,
  path: string,
  headers: OutgoingHttpHeaders = {},
): ClientHttp2Stream {
  const call = session.request({
    ":method": "POST",
    ":path": path,
    "content-type": "application/grpc",
    te: "trailers",
    ...headers,
  });
  call.on("error", () => undefined);
  return call;
}

/** A message with the five bytes before it. */
export function framed(message: Uint8Array = new Uint8Array()): Buffer {
  const frame = Buffer.alloc(5 + message.length);
  frame.writeUInt32BE(message.length, 1);
  frame.set(message, 5);
  return frame;
}

/** Everything that comes back until the call is over. */
export function answerOf(call: ClientHttp2Stream): Promise<Answer> {
  const headers: IncomingHttpHeaders = {};
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    call.on("response", (some) => Object.assign(headers, some));
    call.on("trailers", (some) => Object.assign(headers, some));
    call.on("data", (chunk: Buffer) => chunks.push(chunk));
    call.on("close", () => {
      const status = headers["grpc-status"];
      resolve({
        status: typeof status === "string" ? Number(status) : undefined,
        message: decodeURIComponent(String(headers["grpc-message"] ?? "")),
        body: Buffer.concat(chunks),
      });
    });
  });
}

/** QueryList over that session. */
export function queryList(session: ClientHttp2Session): Promise<Answer> {
  const call = beginCall(session, "/admin.AdminService/QueryList");
  call.end(framed());
  return answerOf(call);
}
