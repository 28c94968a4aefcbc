import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFile, writeFile } from "node:fs/promises";
import { connect as connectHttp2 } from "node:http2";
import { connect as connectPlain } from "node:net";
import { after, before, test } from "node:test";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { promisify } from "node:util";
import type { Endpoint } from "@ghaf/api";
import { AdminService } from "@ghaf/api/proto/admin/admin";
import {
  bindService,
  callerName,
  createRpcClient,
  RpcError,
} from "@ghaf/api/rpc";
import { LEAF_FAULTS } from "@ghaf/supply-chain/pki";
import {
  type DialOptions,
  dial,
  loadTlsIdentity,
  type RunningServer,
  serve,
  type TlsFiles,
  type TlsIdentity,
} from "@ghaf/transport";
import { TestAuthority } from "./test-authority.ts";

const SERVER_IP = "127.0.1.10";
const CLIENT_IP = "127.0.1.20";

let authority: TestAuthority;
let serverFiles: TlsFiles;
let serverTls: TlsIdentity;
let server: RunningServer;
const identities: TlsIdentity[] = [];

before(async () => {
  authority = await TestAuthority.create();
  serverFiles = await authority.issue("admin-vm", [SERVER_IP]);
  serverTls = await identity(serverFiles);
  server = await serveIdentity(serverTls);
});

after(async () => {
  await server.close(0);
  for (const one of identities) one.close();
  await authority.remove();
});

test("the caller is who its certificate says", async () => {
  const files = await authority.issue("app-vm", [CLIENT_IP]);
  assert.equal(await whoAmI(await identity(files)), "app-vm");
});

test("Ed25519 keys work as P-256 ones do", async () => {
  const ed = await TestAuthority.create("ed25519");
  const tls = await identity(await ed.issue("admin-vm", [SERVER_IP]));
  const other = await serveIdentity(tls);
  const client = await identity(await ed.issue("gui-vm", [CLIENT_IP]));
  assert.equal(await whoAmI(client, { server: other }), "gui-vm");
  await other.close(0);
  await ed.remove();
});

test("a key file that begins with EC PARAMETERS is read", async () => {
  const files = await authority.issue("net-vm", [CLIENT_IP]);
  const run = promisify(execFile);
  const params = await run("openssl", ["ecparam", "-name", "prime256v1"]);
  const key = await run("openssl", ["ec", "-in", files.key]);
  await writeFile(files.key, params.stdout + key.stdout);
  assert.equal(await whoAmI(await identity(files)), "net-vm");
});

for (const fault of LEAF_FAULTS) {
  test(`a certificate that is ${fault} is refused`, async () => {
    const files = await authority.issueWrong(fault, "app-vm", [CLIENT_IP]);
    const tls = await identity(files);
    const expected =
      fault === "wrong-address"
        ? {
            code: "permission-denied",
            message: `IP ${CLIENT_IP} not in certificate SAN`,
          }
        : { code: "unavailable" };
    await assert.rejects(whoAmI(tls), expected);
  });
}

test("a right certificate used from another address is refused", async () => {
  const files = await authority.issue("app-vm", [CLIENT_IP]);
  const tls = await identity(files);
  await assert.rejects(whoAmI(tls, { sourceAddress: "127.0.1.21" }), {
    code: "permission-denied",
    message: "IP 127.0.1.21 not in certificate SAN",
  });
});

test("a server under another name is not called", async () => {
  const tls = await identity(await authority.issue("app-vm", [CLIENT_IP]));
  await assert.rejects(whoAmI(tls, { serverName: "ghaf-host" }), {
    code: "unavailable",
    message: /does not match certificate/,
  });
});

test("a client without certificate does not get past the handshake", async () => {
  const ca = serverTls.material().ca;
  const options = { ca, servername: "admin-vm", ALPNProtocols: ["h2"] };
  const error = await new Promise<Error>((resolve) => {
    const socket: TLSSocket = connectTls({ ...address(server), ...options });
    socket.on("error", resolve);
    socket.on("secureConnect", () => socket.write("PRI"));
  });
  assert.match(error.message, /certificate required|ECONNRESET/);
});

test("TLS 1.2 is refused unless it was enabled", async () => {
  const files = await authority.issue("old-vm", [CLIENT_IP]);
  const { ca, cert, key } = (await identity(files)).material();
  const old = { ca, cert, key, maxVersion: "TLSv1.2" as const };
  assert.match(String(await handshake(server, old)), /protocol version/);
  const lenient = await loadTlsIdentity(serverFiles, { minVersion: "TLSv1.2" });
  identities.push(lenient);
  const other = await serveIdentity(lenient);
  assert.equal(await handshake(other, old), "TLSv1.2");
  await other.close(0);
});

test("plaintext and garbage end their connection and nothing else", async () => {
  await new Promise<void>((resolve) => {
    const socket = connectPlain(address(server), () =>
      socket.write("GET / HTTP/1.1\r\n\r\n"),
    );
    socket.on("error", () => undefined);
    socket.on("close", () => resolve());
    socket.resume();
  });
  const tls = await identity(await authority.issue("app-vm", [CLIENT_IP]));
  assert.equal(await whoAmI(tls), "app-vm");
});

test("malformed and oversized messages get a status", async () => {
  const files = await authority.issue("app-vm", [CLIENT_IP]);
  const tls = await identity(files);
  const malformed = Buffer.from([0, 0, 0, 0, 2, 0xff, 0xff]);
  assert.equal(await rawCall(tls, malformed), "13");
  const huge = Buffer.from([0, 0x7f, 0xff, 0xff, 0xff]);
  assert.equal(await rawCall(tls, huge), "8");
  assert.equal(await whoAmI(tls), "app-vm");
});

test("new certificate files are used without a restart", async () => {
  const files = await authority.issue("first-vm", [CLIENT_IP]);
  const tls = await identity(files);
  const transport = dialTo(server, { tls, sourceAddress: CLIENT_IP });
  const client = createRpcClient(AdminService, transport);
  const ask = async () => (await client.getUnitStatus({})).Name;
  assert.equal(await ask(), "first-vm");
  const next = await authority.issue("second-vm", [CLIENT_IP]);
  const changed = new Promise<void>((resolve) => tls.onChange(resolve));
  await copyFile(next.key, files.key);
  await copyFile(next.cert, files.cert);
  await changed;
  assert.equal(await ask(), "second-vm");
  transport.close();
});

test("a server's new certificate is shown to new connections", async () => {
  const files = await authority.issue("here-vm", [SERVER_IP]);
  const own = await identity(files);
  const running = await serveIdentity(own);
  const next = await authority.issue("there-vm", [SERVER_IP]);
  await copyFile(next.key, files.key);
  await copyFile(next.cert, files.cert);
  await own.reload();
  const tls = await identity(await authority.issue("app-vm", [CLIENT_IP]));
  const to = { server: running, serverName: "there-vm" };
  assert.equal(await whoAmI(tls, to), "app-vm");
  await running.close(0);
});

test("a reload that fails keeps what was good", async () => {
  const files = await authority.issue("app-vm", [CLIENT_IP]);
  const tls = await identity(files);
  await writeFile(files.cert, "not a certificate");
  await assert.rejects(tls.reload(), {
    code: "tls-file",
    subject: files.cert,
    message: `${files.cert} holds no PEM certificate`,
  });
  assert.equal(await whoAmI(tls), "app-vm");
});

async function identity(files: TlsFiles): Promise<TlsIdentity> {
  const loaded = await loadTlsIdentity(files);
  identities.push(loaded);
  return loaded;
}

/** A server that answers GetUnitStatus with the caller's name. */
function serveIdentity(tls: TlsIdentity): Promise<RunningServer> {
  const whoami = bindService(AdminService, {
    getUnitStatus: (_request, { peer }) => ({ Name: callerName(peer) ?? "" }),
  });
  return serve({
    listen: [{ kind: "tcp", host: SERVER_IP, port: 0 }],
    services: [whoami],
    tls,
    toRpcError: (cause) => new RpcError("internal", "mapped", { cause }),
  });
}

interface CallOptions {
  readonly server?: RunningServer;
  readonly sourceAddress?: string;
  readonly serverName?: string;
}

async function whoAmI(
  tls: TlsIdentity,
  options: CallOptions = {},
): Promise<string> {
  const sourceAddress = options.sourceAddress ?? CLIENT_IP;
  const transport = dialTo(
    options.server ?? server,
    { tls, sourceAddress },
    options.serverName,
  );
  try {
    const client = createRpcClient(AdminService, transport);
    return (await client.getUnitStatus({})).Name;
  } finally {
    transport.close();
  }
}

function dialTo(to: RunningServer, options: DialOptions, name = "admin-vm") {
  return dial({ endpoint: endpointOf(to), serverName: name }, options);
}

function endpointOf(to: RunningServer): Endpoint & { kind: "tcp" } {
  const [endpoint] = to.addresses;
  assert.ok(endpoint?.kind === "tcp");
  return endpoint;
}

function address(to: RunningServer) {
  const { host, port } = endpointOf(to);
  return { host, port, localAddress: CLIENT_IP };
}

/** The agreed protocol version, or what the handshake failed with. */
function handshake(to: RunningServer, material: object): Promise<unknown> {
  const options = { servername: "admin-vm", ALPNProtocols: ["h2"] };
  return new Promise((resolve) => {
    const socket = connectTls({ ...address(to), ...options, ...material });
    socket.once("error", resolve);
    socket.once("secureConnect", () => {
      resolve(socket.getProtocol());
      socket.destroy();
    });
  });
}

/** Sends bytes as the body of a call; returns the gRPC status. */
function rawCall(tls: TlsIdentity, body: Buffer): Promise<string> {
  const socket = connectTls({
    ...address(server),
    ...tls.material(),
    servername: "admin-vm",
    ALPNProtocols: ["h2"],
  });
  const session = connectHttp2("https://admin-vm", {
    createConnection: () => socket,
  });
  const call = session.request({
    ":method": "POST",
    ":path": "/admin.AdminService/GetUnitStatus",
    "content-type": "application/grpc",
    te: "trailers",
  });
  return new Promise((resolve, reject) => {
    const done = (headers: Record<string, unknown>) => {
      const code = headers["grpc-status"];
      if (typeof code === "string") resolve(code);
    };
    call.on("response", done);
    call.on("trailers", done);
    call.on("error", reject);
    call.on("close", () => session.destroy());
    call.resume();
    call.end(body);
  });
}
