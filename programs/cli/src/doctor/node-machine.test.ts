import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { nodeMachine } from "./node-machine.ts";

const machine = nodeMachine({ PATH: "/nowhere" });

test("programs are found in the administrator's folders too, files by their path", async () => {
  assert.match((await machine.find("sh")) ?? "", /\/sh$/);
  assert.equal(await machine.find("no-such-program"), undefined);
  assert.equal(await machine.find("/etc/passwd"), "/etc/passwd");
  assert.equal(await machine.find("/etc/no-such-file"), undefined);
});

test("a program gets its input and is heard, and killed at its deadline", async () => {
  const shell = (script: string, deadlineMs = 20_000) =>
    machine.run({ argv: ["sh", "-c", script], deadlineMs, input: "given" });
  assert.deepEqual(await shell("cat; echo one >&2; echo two >&2; exit 3"), {
    code: 3,
    output: "given",
    complaint: "one",
  });
  assert.equal((await shell("exec sleep 20", 50)).code, undefined);
  const absent = await machine.run({ argv: ["no-such"], deadlineMs: 1_000 });
  assert.equal(absent.code, undefined);
  assert.match(absent.complaint, /ENOENT/);
});

test("what is not there is no failure", async () => {
  assert.equal(await machine.read("/no/such/file"), undefined);
  assert.deepEqual(await machine.list("/no/such/folder"), []);
  assert.equal(await machine.device("/dev/no-such-device"), "absent");
  assert.equal(await machine.device("/dev/null"), "usable");
  assert.ok((await machine.freeBytes("/no/such/folder")) > 0);
});

test("somebody answers at a socket, or nobody does", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "ghaf-test-"));
  t.after(() => rm(folder, { recursive: true }));
  const socket = join(folder, "door.sock");
  assert.equal(await machine.answers(socket), false);
  const server = createServer((connection) => connection.destroy());
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  assert.equal(await machine.answers(socket), true);
  await new Promise((resolve) => server.close(resolve));
});
