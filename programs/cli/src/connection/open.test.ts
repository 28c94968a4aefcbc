import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Endpoint } from "@ghaf/api";
import { AdminService } from "@ghaf/api/proto/admin/admin";
import { bindService, callerName, RpcError } from "@ghaf/api/rpc";
import { createControlClient } from "@ghaf/client";
import {
  type Credential,
  createAuthority,
  issueLeaf,
} from "@ghaf/supply-chain/pki";
import {
  loadTlsIdentity,
  type RunningServer,
  serve,
  type TlsFiles,
} from "@ghaf/transport";
import { openConnection } from "./open.ts";

const ADMIN_IP = "127.0.0.61";
const OWN_IP = "127.0.0.62";
const now = new Date();

let folder: string;
let authority: Credential;
let adminFiles: TlsFiles;
let ownFiles: TlsFiles;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "ghaf-open-"));
  authority = await createAuthority({ name: "lab", now });
  adminFiles = await issue("admin-vm", ADMIN_IP);
  ownFiles = await issue("gui-vm", OWN_IP);
});

after(() => rm(folder, { recursive: true }));

async function issue(name: string, address: string): Promise<TlsFiles> {
  const options = { authority, name, ipAddresses: [address], now };
  const leaf = await issueLeaf(options);
  const files = {
    caCert: join(folder, `${name}-ca-cert.pem`),
    cert: join(folder, `${name}-cert.pem`),
    key: join(folder, `${name}-key.pem`),
  };
  await writeFile(files.caCert, authority.certificate);
  await writeFile(files.cert, leaf.certificate);
  await writeFile(files.key, leaf.key, { mode: 0o600 });
  return files;
}

/** An admin that says who is calling, and whose list has a row of that name. */
async function startAdmin(rowName: string, port = 0): Promise<RunningServer> {
  const tls = await loadTlsIdentity(adminFiles);
  const rows = { List: [{ Name: rowName }] };
  const server = await serve({
    listen: [{ kind: "tcp", host: ADMIN_IP, port }],
    tls,
    services: [
      bindService(AdminService, {
        sysinfo: (_, { peer }) => ({
          GhafVersion: `${callerName(peer)} ${peer.address}`,
        }),
        watch: async function* (_, { signal }) {
          yield { Status: { case: "Initial", value: rows } };
          await new Promise((end) => signal.addEventListener("abort", end));
        },
      }),
    ],
    toRpcError: (error) => new RpcError("internal", String(error)),
  });
  return {
    addresses: server.addresses,
    close: async (graceMs) => {
      await server.close(graceMs);
      tls.close();
    },
  };
}

function connectTo(
  { addresses }: RunningServer,
  options: { serverName?: string; tls?: TlsFiles; bind?: string } = {},
) {
  return openConnection({
    target: {
      endpoint: addresses[0] as Endpoint,
      serverName: options.serverName ?? "admin-vm",
    },
    tls: options.tls ?? ownFiles,
    sourceAddress: options.bind ?? OWN_IP,
  });
}

test("the admin sees the certificate and the address that --bind asked for", async () => {
  const server = await startAdmin("a");
  const connection = await connectTo(server);
  const client = createControlClient(connection.transport);
  const { ghafVersion } = await client.sysinfo();
  assert.equal(ghafVersion, `gui-vm ${OWN_IP}`);
  connection.close();
  await server.close(0);
});

test("a caller from another address than its certificate's is told so", async () => {
  const server = await startAdmin("a");
  const connection = await connectTo(server, { bind: "127.0.0.63" });
  await assert.rejects(createControlClient(connection.transport).sysinfo(), {
    code: "permission-denied",
    message: "IP 127.0.0.63 not in certificate SAN",
  });
  connection.close();
  await server.close(0);
});

test("a server under another name is not the admin", async () => {
  const server = await startAdmin("a");
  const connection = await connectTo(server, { serverName: "net-vm" });
  await assert.rejects(createControlClient(connection.transport).sysinfo(), {
    code: "unavailable",
    message: /net-vm/,
  });
  connection.close();
  await server.close(0);
});

test("files that are no certificates are a matter of configuration", async () => {
  const server = await startAdmin("a");
  const tls = { ...ownFiles, cert: ownFiles.key };
  await assert.rejects(connectTo(server, { tls }), {
    name: "CliError",
    code: "configuration",
    message: `${ownFiles.key} holds no PEM certificate`,
  });
  await server.close(0);
});

test("a watch outlives its admin", async () => {
  const first = await startAdmin("first");
  const connection = await connectTo(first);
  const events = createControlClient(connection.transport).watch();
  const names = async () => {
    const { value } = await events.next();
    return value && "items" in value && [value.kind, value.items[0]?.name];
  };
  assert.deepEqual(await names(), ["initial", "first"]);
  const endpoint = first.addresses[0];
  await first.close(0);
  const port = endpoint?.kind === "tcp" ? endpoint.port : 0;
  const resync = names();
  const second = await startAdmin("second", port);
  assert.deepEqual(await resync, ["resync", "second"]);
  await events.return();
  connection.close();
  await second.close(0);
});
