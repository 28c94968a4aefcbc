import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "yaml";
import { type AdminHandlers, perform } from "./fake-io.ts";
import { DEVICE, fakeApp } from "./fake-registry.ts";

const admin: AdminHandlers = { queryList: () => ({ List: [...DEVICE] }) };

async function stdout(...argv: string[]): Promise<string> {
  const outcome = await perform({ argv, admin });
  assert.deepEqual([outcome.code, outcome.stderr], [0, ""]);
  return outcome.stdout;
}

test("ghaf app list", async () => {
  assert.equal(
    await stdout("app", "list"),
    `NAME             APP   VM      STATUS
chat@0.service   chat  app-vm  Running
foot@2.service   foot  app-vm  Paused
foot@10.service  foot  app-vm  Running
`,
  );
});

test("ghaf app list -o wide makes control characters visible", async () => {
  assert.equal(
    await stdout("app", "list", "-o", "wide"),
    `NAME             APP   VM      STATUS   TRUST    DESCRIPTION
chat@0.service   chat  app-vm  Running  Warning  talk\\x1b[31m to\\npeople
foot@2.service   foot  app-vm  Paused   Warning  -
foot@10.service  foot  app-vm  Running  Warning  -
`,
  );
});

test("ghaf app list -o name, and of one VM", async () => {
  assert.equal(
    await stdout("app", "list", "-o", "name"),
    "chat@0.service\nfoot@2.service\nfoot@10.service\n",
  );
  assert.equal(await stdout("app", "list", "-o", "name", "--vm", "net-vm"), "");
});

test("ghaf app list -o json and yaml say the same", async () => {
  const text = await stdout("app", "list", "-o", "json");
  assert.deepEqual(JSON.parse(text)[0], {
    name: "chat@0.service",
    app: "chat",
    vm: "app-vm",
    status: "Running",
    trustLevel: "Warning",
    description: "talk\u001b[31m to\npeople",
  });
  const other = await stdout("app", "list", "-o", "yaml");
  assert.deepEqual(parse(other), JSON.parse(text));
});

test("ghaf vm list puts unit, agent and applications together", async () => {
  assert.equal(
    await stdout("vm", "list"),
    `NAME    TYPE   STATUS      AGENT    APPS
app-vm  AppVM  Running     Running  2
net-vm  SysVM  PoweredOff  -        0
`,
  );
  assert.equal(
    await stdout("vm", "list", "-o", "wide", "--no-headers"),
    `app-vm  AppVM  Running     Running  2  microvm@app-vm.service  -
net-vm  SysVM  PoweredOff  -        0  microvm@net-vm.service  networking
`,
  );
});

test("ghaf vm list -o json", async () => {
  const rows = JSON.parse(await stdout("vm", "list", "-o", "json"));
  assert.deepEqual(rows[1], {
    name: "net-vm",
    type: "SysVM",
    status: "PoweredOff",
    agent: null,
    apps: 0,
    unit: "microvm@net-vm.service",
    description: "networking",
  });
});

test("an empty list says so, to people only", async () => {
  const empty: AdminHandlers = { queryList: () => ({ List: [] }) };
  const table = await perform({ argv: ["app", "list"], admin: empty });
  assert.deepEqual(
    [table.code, table.stdout, table.stderr],
    [0, "", "no applications\n"],
  );
  const json = await perform({
    argv: ["app", "list", "-o", "json"],
    admin: empty,
  });
  assert.deepEqual([json.code, json.stdout, json.stderr], [0, "[]\n", ""]);
});

test("colours on a terminal, unless NO_COLOR is set", async () => {
  const argv = ["vm", "list", "--no-headers"];
  const painted = await perform({ argv, admin, terminal: true });
  assert.match(
    painted.stdout,
    /app-vm {2}AppVM {2}\u001b\[32mRunning\u001b\[0m/,
  );
  const env = { NO_COLOR: "1" };
  const bare = await perform({ argv, admin, env, terminal: true });
  assert.doesNotMatch(bare.stdout, /\u001b/);
});

test("--watch prints the list and then what has changed", async () => {
  const watched: AdminHandlers = {
    async *watch() {
      yield { Status: { case: "Initial", value: { List: [...DEVICE] } } };
      const resumed = fakeApp("foot@2.service");
      yield { Status: { case: "Updated", value: resumed } };
      yield { Status: { case: "Removed", value: resumed } };
      yield { Status: { case: "Added", value: fakeApp("foot@0.service") } };
      // A row that this list does not show.
      yield { Status: { case: "Updated", value: { ...DEVICE[4] } } };
      abort.abort();
    },
  };
  const abort = new AbortController();
  const outcome = await perform({
    argv: ["app", "list", "--watch"],
    admin: watched,
    io: { signal: abort.signal },
  });
  assert.equal(outcome.code, 130);
  assert.equal(
    outcome.stdout,
    `EVENT    NAME             APP   VM      STATUS
initial  chat@0.service   chat  app-vm  Running
initial  foot@2.service   foot  app-vm  Paused
initial  foot@10.service  foot  app-vm  Running
updated  foot@2.service   foot  app-vm  Running
removed  foot@2.service   foot  app-vm  Running
added    foot@0.service   foot  app-vm  Running
`,
  );
});
