import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { FakeQmpServer } from "./fake-qmp-server.ts";
import { QmpClient } from "./qmp-client.ts";

const LONG_MS = 20_000;
const SHORT_MS = 20;

async function connected() {
  const server = new FakeQmpServer();
  const client = await QmpClient.open(server.stream, LONG_MS);
  return { server, client };
}

describe("a conversation with QEMU", () => {
  test("negotiates, then commands get their own answers in any order", async () => {
    const { server, client } = await connected();
    server.on("slow", () => "silence");
    server.on("fast", () => ({ return: { n: 1 } }));
    const slow = client.execute("slow", { a: 1 }, LONG_MS);
    assert.deepEqual(await client.execute("fast", {}, LONG_MS), { n: 1 });
    server.say({ return: "at last", id: server.commands[1]?.id });
    assert.equal(await slow, "at last");
    assert.deepEqual(
      server.commands.map(({ name, parameters }) => [name, parameters]),
      [
        ["qmp_capabilities", {}],
        ["slow", { a: 1 }],
        ["fast", {}],
      ],
    );
  });

  test("a refusal has QEMU's reason", async () => {
    const { server, client } = await connected();
    server.on("balloon", () => ({ error: "No balloon device" }));
    await assert.rejects(client.execute("balloon", { value: 1 }, LONG_MS), {
      code: "qemu",
      message: "QEMU refused balloon: No balloon device",
    });
  });

  test("a reason that would move a terminal's cursor does not", async () => {
    const { server, client } = await connected();
    server.on("balloon", () => ({ error: "No\u001b[2J\u009b2J\u202e\nmore" }));
    await assert.rejects(client.execute("balloon", { value: 1 }, LONG_MS), {
      message: "QEMU refused balloon: No?[2J?2J?",
    });
  });

  test("a command without answer ends at its deadline, and the late answer harms nobody", async () => {
    const { server, client } = await connected();
    server.on("stop", () => "silence");
    await assert.rejects(client.execute("stop", {}, SHORT_MS), {
      code: "timeout",
      message: "QEMU did not answer stop in 20 ms",
    });
    server.say({ return: {}, id: server.commands[1]?.id });
    server.on("cont", () => ({ return: {} }));
    assert.deepEqual(await client.execute("cont", {}, LONG_MS), {});
  });

  test("events come in order until the conversation ends", async () => {
    const { server, client } = await connected();
    const events = client.events();
    server.event("STOP");
    server.event("SHUTDOWN", { guest: true, reason: "guest-shutdown" });
    server.close();
    await client.ended;
    const found = [];
    for await (const event of events) found.push(event);
    assert.deepEqual(found, [
      { name: "STOP", data: {} },
      {
        name: "SHUTDOWN",
        data: { guest: true, reason: "guest-shutdown" },
      },
    ]);
  });

  test("a reader that does not read is told that it fell behind", async () => {
    const { server, client } = await connected();
    const events = client.events();
    for (let n = 0; n <= 1_000; n += 1) server.event("RTC_CHANGE", { n });
    server.on("query-status", () => ({ return: {} }));
    await client.execute("query-status", {}, LONG_MS);
    const read = async () => {
      for await (const _ of events);
    };
    await assert.rejects(read(), { code: "protocol" });
  });

  test("commands after the end, and those that wait for it, fail at once", async () => {
    const { server, client } = await connected();
    server.on("quit", () => "silence");
    const quit = client.execute("quit", {}, LONG_MS);
    server.close();
    const lost = {
      code: "protocol",
      message: "the connection to QEMU's control socket has ended",
    };
    await assert.rejects(quit, lost);
    await assert.rejects(client.execute("cont", {}, LONG_MS), lost);
  });

  test("more commands than anybody needs are refused", async () => {
    const { server, client } = await connected();
    server.on("stop", () => "silence");
    const many = Array.from({ length: 33 }, () =>
      client.execute("stop", {}, LONG_MS),
    );
    await assert.rejects(Promise.any(many.slice(32)));
    server.close();
    await assert.rejects(Promise.any(many));
  });
});

describe("a peer that is not QEMU", () => {
  test("is given up when it does not greet", async () => {
    const { stream } = new FakeQmpServer({ greets: false });
    await assert.rejects(QmpClient.open(stream, SHORT_MS), {
      code: "timeout",
      message: "QEMU's control socket was silent for 20 ms",
    });
  });

  for (const [what, said] of Object.entries({
    "text that is not JSON": "HTTP/1.1 400 Bad Request",
    "something that is no object": "[1]",
    "an answer to nothing": '{"return":{},"id":77}',
    "an error without id": '{"error":{"class":"GenericError","desc":"JSON"}}',
    "a line without end": "x".repeat(1024 * 1024 + 1),
  })) {
    test(`is left when it says ${what}`, async () => {
      const { server, client } = await connected();
      server.on("stop", () => "silence");
      const stop = client.execute("stop", {}, LONG_MS);
      server.sayRaw(`${said}\n`);
      await assert.rejects(stop, { code: "protocol" });
      await client.ended;
      assert.ok(server.stream.destroyed);
    });
  }
});
