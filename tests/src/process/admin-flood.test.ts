/** Too much of everything from somebody with a good certificate: the admin answers whoever asks next. */

import assert from "node:assert/strict";
import { type ClientHttp2Session, constants } from "node:http2";
import type { Socket } from "node:net";
import { after, afterEach, before, test } from "node:test";
import type { RpcError } from "@ghaf/api/rpc";
import { memoryOf, openFilesOf } from "./process-table.ts";
import { ReportingAgent, status } from "./reporting-agent.ts";
import { type RunningAdmin, startAdmin } from "./running-admin.ts";
import { type Machine, TestDevice } from "./test-device.ts";
import { until } from "./until.ts";
import {
  type Answer,
  answerOf,
  beginCall,
  framed,
  plain,
  queryList,
  secured,
  sessionOver,
} from "./wire-call.ts";

const MEBIBYTE = 1_024 * 1_024;
const QUERY = "/admin.AdminService/QueryList";
/** gRPC's numbers. */
const RESOURCE_EXHAUSTED = 8;
const UNIMPLEMENTED = 12;
const INTERNAL = 13;

let device: TestDevice;
let operator: Machine;
let admin: RunningAdmin;

before(async () => {
  device = await TestDevice.create();
  operator = await device.machine("operator", 20);
  admin = await startAdmin(device);
});

/** Whatever happened before, somebody else gets an answer over a new connection. */
afterEach(async () => {
  const other = await device.machine("other", 21);
  const session = sessionOver(await secured(other, admin.machine));
  assert.equal((await queryList(session)).status, 0);
  session.destroy();
});

after(async () => {
  const { code, stderr } = await admin.program.stop();
  assert.equal(code, 0, stderr);
  assert.equal(stderr.includes("a call failed unexpectedly"), false, stderr);
  await device.close();
});

test("two thousand calls at once over one connection", async () => {
  const calls = Array.from({ length: 2_000 }, () =>
    admin.client.queryList({}, { timeoutMs: 60_000 }),
  );
  const replies = await Promise.all(calls);
  assert.equal(replies.length, 2_000);
});

test("two thousand calls over a hundred connections, all of them cut in the middle", async () => {
  const before = openFilesOf(admin.program.pid);
  const sessions = await Promise.all(
    Array.from({ length: 100 }, async () =>
      sessionOver(await secured(operator, admin.machine)),
    ),
  );
  const answers = sessions.map((session) => queryList(session));
  for (const session of sessions) {
    for (let n = 0; n < 19; n++) beginCall(session, QUERY).end(framed());
  }
  await Promise.all(answers);
  for (const session of sessions) session.destroy();
  await until("the end of their connections", () => isQuiet(before));
});

test("three hundred connections that go away before, in and after their handshake", async () => {
  const { pid } = admin.program;
  const before = openFilesOf(pid);
  const silent = await Promise.all(
    Array.from({ length: 100 }, () =>
      connected(plain(operator, admin.machine)),
    ),
  );
  for (const [index, socket] of silent.entries()) {
    if (index % 2 === 0) socket.write(CLIENT_HELLO_BEGUN);
    socket.resetAndDestroy();
  }
  for (let n = 0; n < 200; n++) {
    const socket = await secured(operator, admin.machine);
    if (n % 2 === 0) socket.destroy();
    else socket.once("secureConnect", () => socket.destroy());
  }
  await until("the end of their connections", () => isQuiet(before));
});

test("three hundred connections that stay in their handshake do not keep others out", async () => {
  const before = openFilesOf(admin.program.pid);
  const silent = await Promise.all(
    Array.from({ length: 300 }, () =>
      connected(plain(operator, admin.machine)),
    ),
  );
  assert.equal((await admin.client.queryList({})).List.length, 0);
  // They are shown the door; nobody here closes them.
  for (const socket of silent) socket.resume();
  await until("the end of their connections", () => isQuiet(before));
  for (const socket of silent) socket.destroy();
});

test("metadata of a mebibyte", async () => {
  const { outcome } = await callWith({ "x-much": "m".repeat(MEBIBYTE) });
  assert.notEqual(outcome.status, 0);
});

test("ten thousand entries of metadata", async () => {
  const many = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, n) => [`x-entry-${n}`, `${n}`]),
  );
  const { outcome } = await callWith(many);
  assert.notEqual(outcome.status, 0);
});

test("metadata that is allowed does no harm", async () => {
  const { outcome } = await callWith({
    "grpc-timeout": "99999999H",
    "x-text": "t".repeat(4_096),
    "x-bytes-bin": Buffer.alloc(64).toString("base64"),
  });
  assert.equal(outcome.status, 0);
});

test("a timeout that is none, an encoding that is none, a method that is none", async () => {
  const timeout = await callWith({ "grpc-timeout": "soon" });
  assert.ok(timeout.outcome.status !== undefined);
  const session = sessionOver(await secured(operator, admin.machine));
  const headers = { "grpc-encoding": "lzma" };
  const call = beginCall(session, QUERY, headers);
  call.end(Buffer.from([1, 0, 0, 0, 1, 0]));
  assert.equal((await answerOf(call)).status, UNIMPLEMENTED);
  session.destroy();
  const method = await callWith({}, "/admin.AdminService/Nothing");
  assert.equal(method.outcome.status, UNIMPLEMENTED);
  const service = await callWith({}, "/etc/passwd");
  assert.equal(service.outcome.status, UNIMPLEMENTED);
});

test("a message that is larger than any, and one that is never finished", async () => {
  const memory = memoryOf(admin.program.pid);
  const session = sessionOver(await secured(operator, admin.machine));
  const large = beginCall(session, "/admin.AdminService/StartVM");
  const claim = Buffer.from([0, 0x7f, 0xff, 0xff, 0xff]);
  large.end(claim);
  assert.equal((await answerOf(large)).status, RESOURCE_EXHAUSTED);
  const unfinished = Array.from({ length: 100 }, () => {
    const call = beginCall(session, "/admin.AdminService/StartVM");
    call.write(Buffer.from([0, 0, 0x3f, 0xff, 0xff, 1, 2, 3]));
    return call;
  });
  await new Promise((resolve) => session.ping(resolve));
  assert.equal((await queryList(session)).status, 0);
  const grown = memoryOf(admin.program.pid) - memory;
  assert.ok(grown < 64 * MEBIBYTE, `grown by ${grown / MEBIBYTE} MiB`);
  for (const call of unfinished) call.close();
  session.destroy();
});

test("bytes that are no message", async () => {
  const session = sessionOver(await secured(operator, admin.machine));
  for (const bytes of [
    [0xff, 0xff],
    [0x0a, 0x05, 0x61],
    [0x0a, 0x01, 0xc0],
  ]) {
    const call = beginCall(session, "/admin.AdminService/StartVM");
    call.end(framed(Buffer.from(bytes)));
    assert.equal((await answerOf(call)).status, INTERNAL, `${bytes}`);
  }
  session.destroy();
});

test("bytes that are no HTTP/2, inside of good TLS", async () => {
  for (const words of ["GET / HTTP/1.1\r\n\r\n", "\0".repeat(100_000)]) {
    const socket = await secured(operator, admin.machine);
    await connected(socket, "secureConnect");
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.write(words);
    socket.resume();
    await closed;
  }
});

test("streams opened and reset without end", async () => {
  const session = sessionOver(await secured(operator, admin.machine));
  assert.equal((await queryList(session)).status, 0);
  // A server that has had enough of it may end the connection, and no more.
  for (let round = 0; round < 50 && !session.destroyed; round++) {
    for (let n = 0; n < 100 && !session.destroyed; n++) {
      beginCall(session, QUERY).close(constants.NGHTTP2_CANCEL);
    }
    await taken(session);
  }
  session.destroy();
});

test("a session with more units than a machine has", async () => {
  const machine = await device.machine("net-vm", 4);
  const agent = await ReportingAgent.open(device, machine, admin.server);
  const failure = agent.ended;
  for (let n = 0; n < 20_000; n++) agent.tell(status(`flood@${n}.service`, ""));
  const { code, message } = (await failure) as RpcError;
  assert.equal(code, "resource-exhausted");
  assert.match(
    message,
    /givc-net-vm\.service reports \d+ units; \d+ are the limit/,
  );
  agent.close();
  await until("the end of what it had reported", async () => {
    const { List } = await admin.client.queryList({});
    return List.length === 2;
  });
});

/** The first bytes of a TLS handshake that will not go on. */
const CLIENT_HELLO_BEGUN = Buffer.from([22, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]);

/** Resolves when the server has taken everything sent so far, or has hung up. */
function taken(session: ClientHttp2Session): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      session.off("close", done);
      resolve();
    };
    session.once("close", done);
    if (session.destroyed || !session.ping(done)) done();
  });
}

/** Whether what was opened since then is closed; the test's own connections come and go. */
function isQuiet(before: number): boolean {
  return openFilesOf(admin.program.pid) <= before + 2;
}

/** QueryList, or another method, with these headers. */
async function callWith(
  headers: Readonly<Record<string, string>>,
  path = QUERY,
): Promise<{ readonly outcome: Answer }> {
  const session = sessionOver(await secured(operator, admin.machine));
  const call = beginCall(session, path, headers);
  call.end(framed());
  const outcome = await answerOf(call);
  session.destroy();
  return { outcome };
}

function connected<S extends Socket>(
  socket: S,
  event: "connect" | "secureConnect" = "connect",
): Promise<S> {
  return new Promise((resolve, reject) => {
    socket.once(event, () => resolve(socket));
    socket.once("error", reject);
  });
}
