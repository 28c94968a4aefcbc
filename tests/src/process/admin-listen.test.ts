/** Every kind of address that givc-admin listens on, really called. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { rename, rm, stat, writeFile } from "node:fs/promises";
import {
  type AddressInfo,
  createServer,
  type ListenOptions,
  type Server,
} from "node:net";
import { networkInterfaces } from "node:os";
import { after, before, test } from "node:test";
import type { Endpoint } from "@ghaf/api";
import type { Program } from "./program.ts";
import { starter } from "./program.ts";
import { tlsFlags } from "./running-admin.ts";
import { type Machine, TestDevice } from "./test-device.ts";
import { queryList, secured, sessionOver } from "./wire-call.ts";

const PORT = 9_001;

let device: TestDevice;
let admin: Machine;
let operator: Machine;

before(async () => {
  device = await TestDevice.create();
  admin = await device.machine("admin-vm", 10);
  operator = await device.machine("operator", 20);
});

after(() => device.close());

test("tcp, unix and abstract at once", async () => {
  const path = device.path("one.sock");
  const name = `ghaf-${process.pid}-one`;
  const addresses = [`${admin.address}:${PORT}`, `unix:${path}`, `@${name}`];
  const program = await listening(addresses);
  await answers({ kind: "tcp", host: admin.address, port: PORT });
  await answers({ kind: "unix", path });
  await answers({ kind: "abstract", name });
  await program.stop();
});

test("IPv6", async (context) => {
  const lo = Object.values(networkInterfaces()).flat();
  if (!lo.some((one) => one?.address === "::1")) {
    return context.skip("this machine has no ::1");
  }
  const files = await device.authority.issue("six", ["::1"]);
  const six = { name: "six", address: "::1", files };
  const program = await listening(["[::1]:0"]);
  const [, port] = /"\[::1\]:(\d+)"/.exec(program.stderr) ?? [];
  await answers({ kind: "tcp", host: "::1", port: Number(port) }, six);
  await program.stop();
});

test("port 0 is a port of the kernel's choice, and said", async () => {
  const program = await listening([`${admin.address}:0`]);
  const [, port] =
    new RegExp(`"${admin.address}:(\\d+)"`).exec(program.stderr) ?? [];
  await answers({ kind: "tcp", host: admin.address, port: Number(port) });
  await program.stop();
});

test("a socket file is for its owner and group, and goes with the admin", async () => {
  const path = device.path("mode.sock");
  const program = await listening([path]);
  assert.equal((await stat(path)).mode & 0o777, 0o660);
  await program.stop();
  await assert.rejects(stat(path), { code: "ENOENT" });
});

test("a socket file that a killed admin left is replaced", async () => {
  const path = device.path("stale.sock");
  const first = await listening([path]);
  await first.stop("SIGKILL");
  assert.ok((await stat(path)).isSocket());
  const second = await listening([path]);
  await answers({ kind: "unix", path });
  await second.stop();
});

test("a socket that somebody serves is left alone", async () => {
  const path = device.path("live.sock");
  const first = await listening([path]);
  const second = await device.run("givc-admin", flags([path]));
  assert.equal(second.code, 1);
  const text = `cannot listen on ${path}: another process is listening there`;
  assert.ok(second.stderr.includes(text), second.stderr);
  await answers({ kind: "unix", path });
  await first.stop();
});

test("a file that is no socket is left alone", async () => {
  const path = device.path("document.txt");
  await writeFile(path, "mine");
  const finished = await device.run("givc-admin", flags([path]));
  assert.equal(finished.code, 1);
  assert.match(finished.stderr, /cannot listen on .*: the address is in use/);
  assert.ok((await stat(path)).isFile());
});

test("a socket in a folder that is not there", async () => {
  const path = device.path("nowhere", "one.sock");
  const finished = await device.run("givc-admin", flags([path]));
  assert.equal(finished.code, 1);
  assert.match(finished.stderr, /^givc-admin: cannot listen on .*one\.sock: /m);
});

test("vsock says how it is done", async () => {
  const finished = await device.run("givc-admin", flags(["vsock:any:9000"]));
  assert.equal(finished.code, 1);
  assert.match(
    finished.stderr,
    /cannot listen on vsock:4294967295:9000 directly: enable the shipped vsock \.socket unit/,
  );
});

test("a passed socket, by its place, its name, or with all others", async () => {
  for (const address of ["sd-listen", "sd-listen:first", "sd-listen:*"]) {
    const path = device.path("passed.sock");
    const sockets = [await unixSocket(path)];
    const program = activated([address], { sockets, names: "first" });
    await program.said("listening");
    await answers({ kind: "unix", path });
    assert.equal((await program.stop()).code, 0);
    await rm(path);
  }
});

test("of several passed sockets the named one is served, and tcp keeps its caller's address", async () => {
  const main = await listeningSocket({ host: admin.address, port: 0 });
  const { port } = main.address() as AddressInfo;
  const sockets = [await unixSocket(device.path("other.sock")), main];
  const names = "other:main";
  const program = activated(["sd-listen:main"], { sockets, names });
  await program.said("listening");
  const endpoint: Endpoint = { kind: "tcp", host: admin.address, port };
  await answers(endpoint);
  const elsewhere = { ...operator, address: device.address(21) };
  await assert.rejects(answers(endpoint, elsewhere), {
    code: "permission-denied",
    message: `IP ${device.address(21)} not in certificate SAN`,
  });
  await program.stop();
});

test("a passed socket that is not there, or was meant for another process", async () => {
  const none = await device.run("givc-admin", flags(["sd-listen"]));
  assert.equal(none.code, 1);
  assert.match(none.stderr, /no socket was passed for sd-listen: start/);
  const sockets = [await unixSocket(device.path("theirs.sock"))];
  const named = activated(["sd-listen:mine"], { sockets, names: "theirs" });
  const { code, stderr } = await named.finished();
  assert.equal(code, 1);
  assert.match(stderr, /no socket was passed for sd-listen:mine/);
  const env = { LISTEN_PID: "1", LISTEN_FDS: "1" };
  const foreign = await device.run("givc-admin", flags(["sd-listen"]), { env });
  assert.equal(foreign.code, 1);
  assert.match(foreign.stderr, /no socket was passed for sd-listen/);
});

test("standard input and output, with and without TLS", async () => {
  const args = ["--listen", "stdio", "--state-dir", device.folder];
  const options = { connected: true };
  const plain = device.start("givc-admin", args, options);
  const session = sessionOver(plain.connection());
  assert.equal((await queryList(session)).status, 0);
  session.destroy();
  await plain.stop();
  const tls = device.start("givc-admin", flags(["-"]), options);
  const secure = sessionOver(await secured(operator, tls.connection()));
  assert.equal((await queryList(secure)).status, 0);
  secure.destroy();
  await tls.stop();
});

function flags(addresses: readonly string[]): string[] {
  const listen = addresses.flatMap((address) => ["--listen", address]);
  const rest = ["--state-dir", device.folder];
  return [...listen, ...rest, ...tlsFlags(admin)];
}

async function listening(addresses: readonly string[]): Promise<Program> {
  const program = device.start("givc-admin", flags(addresses));
  await program.said("listening");
  return program;
}

/** Called over mutual TLS, it answers. */
async function answers(endpoint: Endpoint, from = operator): Promise<void> {
  const client = await device.admin(from, { endpoint, name: admin.name });
  assert.deepEqual((await client.queryList({})).List, []);
}

interface Passed {
  readonly sockets: readonly Server[];
  readonly names: string;
}

/** An admin started as systemd starts it from a .socket unit, sd_listen_fds(3). */
function activated(
  addresses: readonly string[],
  { sockets, names }: Passed,
): Program {
  const asListener = 'LISTEN_PID=$$ exec "$0" "$@"';
  const env = {
    LISTEN_FDS: String(sockets.length),
    LISTEN_FDNAMES: names,
  };
  const argv = [starter("givc-admin"), ...flags(addresses)];
  const passed = sockets.map(descriptorOf);
  const command = ["sh", "-c", asListener, ...argv];
  const program = device.spawn(command, { env, passed });
  // Else some connections would come to the test.
  for (const socket of sockets) socket.close();
  return program;
}

/** Node shows a server's descriptor nowhere else. */
function descriptorOf(server: Server): number {
  const { _handle } = server as unknown as { _handle: { fd: number } };
  return _handle.fd;
}

async function listeningSocket(options: ListenOptions): Promise<Server> {
  const server = createServer().listen(options);
  await once(server, "listening");
  return server;
}

/** Node removes the file of a server that it closes, under the name it gave. */
async function unixSocket(path: string): Promise<Server> {
  const server = await listeningSocket({ path: `${path}.made` });
  await rename(`${path}.made`, path);
  return server;
}
