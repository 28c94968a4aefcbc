/** Who is calling over a connection that its peer resets before anybody looks. */

import assert from "node:assert/strict";
import { connect as connectHttp2 } from "node:http2";
import { connect, type Socket } from "node:net";
import { Duplex } from "node:stream";
import { after, before, test } from "node:test";
import { connect as connectTls } from "node:tls";
import { AdminService } from "@ghaf/api/proto/admin/admin";
import { bindService, createRpcClient, RpcError } from "@ghaf/api/rpc";
import {
  dial,
  loadTlsIdentity,
  type RunningServer,
  serve,
  type TlsIdentity,
} from "@ghaf/transport";
import { TestAuthority } from "./test-authority.ts";

const SERVER_IP = "127.0.1.10";
const CLIENT_IP = "127.0.1.20";
/** Of the certificate; nobody here calls from it. */
const OTHER_IP = "127.0.1.21";
const ATTEMPTS = 20;

let authority: TestAuthority;
let server: RunningServer;
const identities: TlsIdentity[] = [];
let commands = 0;

before(async () => {
  authority = await TestAuthority.create();
  server = await serve({
    listen: [{ kind: "tcp", host: SERVER_IP, port: 0 }],
    tls: await identity("admin-vm", SERVER_IP),
    services: [
      bindService(AdminService, {
        poweroff: () => {
          commands += 1;
          return {};
        },
      }),
    ],
    toRpcError: (error) => new RpcError("internal", String(error)),
  });
});

after(async () => {
  await server.close(0);
  for (const one of identities) one.close();
  await authority.remove();
});

test("a call from the wrong address is not made by hanging up right after it", async () => {
  const tls = await identity("app-vm", OTHER_IP);
  const call = await poweroffOverHttp2();
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    await callAndReset(tls, call);
  }
  // An honest call is taken in after all that came before it.
  const honest = await identity("gui-vm", CLIENT_IP);
  const transport = dial(
    { endpoint: serverEndpoint(), serverName: "admin-vm" },
    { tls: honest, sourceAddress: CLIENT_IP },
  );
  await createRpcClient(AdminService, transport).poweroff({});
  transport.close();
  assert.equal(commands, 1);
});

/** What an HTTP/2 client sends for one Poweroff call, from its first byte on. */
async function poweroffOverHttp2(): Promise<Buffer> {
  const sent: Buffer[] = [];
  const wire = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => {
      sent.push(chunk);
      done();
    },
  });
  const session = connectHttp2("https://admin-vm", {
    createConnection: () => wire,
  });
  const request = session.request({
    ":method": "POST",
    ":path": "/admin.AdminService/Poweroff",
    "content-type": "application/grpc",
    te: "trailers",
  });
  request.on("error", () => undefined);
  await new Promise<void>((resolve) =>
    request.end(Buffer.alloc(5), () => resolve()),
  );
  session.destroy();
  return Buffer.concat(sent);
}

/** Sends the end of the handshake, the call and a reset in one go: the server reads the first two when the third is there. */
async function callAndReset(tls: TlsIdentity, call: Buffer): Promise<void> {
  const { host, port } = serverEndpoint();
  const raw = connect({ host, port, localAddress: CLIENT_IP });
  raw.on("error", () => undefined);
  const gone = new Promise<void>((resolve) => raw.on("close", () => resolve()));
  const held: Buffer[] = [];
  const { ca, cert, key } = tls.material();
  const secured = connectTls({
    socket: withholding(raw, held),
    ...{ ca, cert, key, servername: "admin-vm", ALPNProtocols: ["h2"] },
  });
  secured.on("error", () => undefined);
  secured.on("secureConnect", () => {
    secured.write(call, () => {
      setImmediate(() => {
        raw.write(Buffer.concat(held));
        raw.resetAndDestroy();
      });
    });
  });
  await gone;
}

/** Passes on the first write, the ClientHello, and keeps the others. */
function withholding(raw: Socket, held: Buffer[]): Duplex {
  let isFirst = true;
  const proxy = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => {
      if (isFirst) raw.write(chunk, done);
      else {
        held.push(chunk);
        done();
      }
      isFirst = false;
    },
  });
  raw.on("data", (chunk) => proxy.push(chunk));
  return proxy;
}

function serverEndpoint() {
  const [endpoint] = server.addresses;
  if (endpoint?.kind !== "tcp") throw new Error("the server listens on tcp");
  return endpoint;
}

async function identity(name: string, address: string): Promise<TlsIdentity> {
  const tls = await loadTlsIdentity(await authority.issue(name, [address]));
  identities.push(tls);
  return tls;
}
