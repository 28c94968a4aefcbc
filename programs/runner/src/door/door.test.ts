import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type TestContext, test } from "node:test";
import { RunnerError } from "../errors.ts";
import { askRunner } from "./ask.ts";
import { type Answering, DOOR, takeDoor } from "./door.ts";

async function temporary(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "ghaf-door-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const answering: Answering = {
  shutdown: () => undefined,
  balloon: async (mib) => {
    if (mib < 64) throw new RunnerError("qemu", "QEMU refused balloon: small");
    return mib + 1;
  },
  pause: async () => undefined,
  resume: async () => undefined,
  state: async () => "running",
  screendump: async () => Buffer.from("picture"),
  console: (stream) => void stream.end("login: "),
};

async function opened(t: TestContext) {
  const folder = await temporary(t);
  const door = await takeDoor(folder);
  t.after(() => door.close());
  door.open(answering);
  return { folder, door };
}

test("requests are answered, refusals have their reason", async (t) => {
  const { folder } = await opened(t);
  const { answer } = await askRunner(folder, { do: "balloon", mib: 100 });
  assert.deepEqual(answer, { ok: true, mib: 101 });
  await assert.rejects(askRunner(folder, { do: "balloon", mib: 1 }), {
    code: "qemu",
    message: "QEMU refused balloon: small",
  });
});

test("nothing of the console is lost behind the answer", async (t) => {
  const { folder } = await opened(t);
  const { stream, rest } = await askRunner(folder, { do: "console" });
  assert.equal(`${rest}${await text(stream)}`, "login: ");
});

test("who asked for the end sees it", async (t) => {
  const { folder, door } = await opened(t);
  const { stream } = await askRunner(folder, { do: "shutdown" });
  await door.close();
  await once(stream.resume(), "close");
  assert.deepEqual(await readdir(folder), []);
  await assert.rejects(askRunner(folder, { do: "shutdown" }), {
    code: "missing-file",
    message: "no runner works here: the VM is off",
  });
});

test("a VM that starts takes no requests yet", async (t) => {
  const folder = await temporary(t);
  const door = await takeDoor(folder);
  t.after(() => door.close());
  await assert.rejects(askRunner(folder, { do: "shutdown" }), {
    message: "the VM is starting",
  });
});

for (const [what, said] of [
  ["nonsense", "GET / HTTP/1.1"],
  ["another request", '{"do":"format"}'],
  ["an amount that is none", '{"do":"balloon","mib":-1}'],
  ["a line without end", "x".repeat(100_000)],
] as const) {
  test(`${what} is refused, and the next one is served`, async (t) => {
    const { folder } = await opened(t);
    const socket = connect({ path: join(folder, DOOR) });
    socket.write(`${said}\n`);
    assert.match(await text(socket), /^\{"ok":false,"reason":".+"\}\n$/);
    const { answer } = await askRunner(folder, { do: "balloon", mib: 100 });
    assert.equal(answer.mib, 101);
  });
}

test("a directory is taken once, and again after a killed runner", async (t) => {
  const { folder, door } = await opened(t);
  await assert.rejects(takeDoor(folder), { code: "in-use" });
  await door.close();
  await writeFile(join(folder, DOOR), "");
  await (await takeDoor(folder)).close();
});
