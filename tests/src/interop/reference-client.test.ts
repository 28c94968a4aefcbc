/** givc-admin with a client that knows it only by reflection, as grpcurl and the reference's CLI would use it. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { TestAuthority } from "../process/test-authority.ts";
import { until } from "../process/until.ts";
import { GOLDEN } from "../wire/golden.ts";
import { KERNELS_CHOICE } from "./loopback.ts";
import { describeWithPeers } from "./peers.ts";
import { type RunningProgram, startAdmin } from "./programs.ts";
import { type Json, PythonClient } from "./python-client.ts";

const SESSION = "ghaf.session.v1.SessionService/Session";
const RUNNING = {
  LoadState: "loaded",
  ActiveState: "active",
  SubState: "running",
  FreezerState: "running",
};

describeWithPeers("an independent client of givc-admin", () => {
  let authority: TestAuthority;
  let admin: RunningProgram;
  let client: PythonClient;

  before(async () => {
    authority = await TestAuthority.create();
    admin = await startAdmin((address) =>
      authority.issue("admin-vm", [address]),
    );
    client = await connect("app-vm");
  });

  after(async () => {
    for (const program of [client, admin]) await program?.stop();
    await authority.remove();
  });

  async function connect(name: string): Promise<PythonClient> {
    const files = await authority.issue(name, [KERNELS_CHOICE]);
    return PythonClient.start(admin.endpoint, "admin-vm", files);
  }

  function ask(method: string, request: Json = {}) {
    return client.call(`admin.AdminService/${method}`, { requests: [request] });
  }

  function registration(Name: string) {
    const Transport = {
      Protocol: "tcp",
      Address: KERNELS_CHOICE,
      Port: "9",
      Name,
    };
    const unit = `givc-${Name}.service`;
    return {
      Name: unit,
      Type: 12,
      Transport,
      State: { ...RUNNING, Name: unit },
    };
  }

  for (const version of ["v1", "v1alpha"] as const) {
    test(`finds the service and its files by reflection ${version}`, async () => {
      const services = await client.services(version);
      assert.ok(services.includes("admin.AdminService"));
      assert.ok(
        services.includes(`grpc.reflection.${version}.ServerReflection`),
      );
      const files = await client.describe("admin.AdminService", version);
      const wanted = GOLDEN.find(({ file }) => file === "admin/admin.proto");
      assert.deepEqual(
        Object.keys(files).toSorted(),
        ["admin/admin.proto", ...(wanted?.imports ?? [])].toSorted(),
      );
    });
  }

  test("registers, is listed, and watches from Initial on", async () => {
    const watch = client.begin("admin.AdminService/Watch");
    const first = await watch.message(() => true);
    assert.deepEqual(Object.keys(first), ["Initial"]);
    const registered = await ask("RegisterService", registration("app-vm"));
    assert.deepEqual(registered.messages, [{}]);
    assert.equal(registered.end.code, "OK");
    const { Added } = await watch.message((message) => "Added" in message);
    const { messages } = await ask("QueryList");
    assert.deepEqual(messages, [{ List: [Added] }]);
    watch.cancel();
    const { end, messages: all } = await watch.outcome();
    assert.equal(end.code, "CANCELLED");
    assert.equal(all.filter((message) => "Initial" in message).length, 1);
  });

  test("has a watch ended by its deadline", async () => {
    // On a machine that stands still it may pass before the list has come.
    await until("a watch that began in its time", async () => {
      const { messages, end } = await client.call("admin.AdminService/Watch", {
        deadline: 2,
      });
      assert.equal(end.code, "DEADLINE_EXCEEDED");
      return "Initial" in (messages[0] ?? {});
    });
  });

  test("gets a code, a text and a DebugInfo for what fails", async () => {
    const { end } = await ask("StopService", {
      ServiceName: "sync.service",
      VmName: "nowhere-vm",
    });
    assert.equal(end.code, "NOT_FOUND");
    const [detail] = end.status?.details ?? [];
    assert.equal(end.status?.code, 5);
    assert.equal(end.status?.message, end.message);
    assert.equal(detail?.type, "type.googleapis.com/google.rpc.DebugInfo");
    const text = JSON.stringify(end);
    assert.match(text, /Service givc-nowhere-vm\.service not registered/);
  });

  for (const [what, change, text] of [
    ["an unknown type", { Type: 15 }, "Unknown u32 value for UnitType: 15"],
    ["no state", { State: undefined }, "status missing"],
    ["no transport", { Transport: undefined }, "endpoint missing"],
    [
      "an unknown protocol",
      { Transport: { Protocol: "udp" } },
      "Unknown protocol: udp",
    ],
  ] as const) {
    test(`is refused a registration with ${what}, in the reference's words`, async () => {
      const request = { ...registration("app-vm"), ...change };
      const { end } = await ask("RegisterService", request);
      assert.equal(end.code, "INVALID_ARGUMENT");
      assert.equal(end.message, text);
    });
  }

  test("is refused a registration under another's name", async () => {
    const { end } = await ask("RegisterService", registration("net-vm"));
    assert.equal(end.code, "PERMISSION_DENIED");
  });

  test("is told what is not there yet", async () => {
    const { end } = await ask("Wakeup");
    assert.equal(end.code, "UNIMPLEMENTED");
    assert.match(end.message, /Not supported/);
    for (const method of ["ListGenerations", "NotifyUser", "Ctap"]) {
      assert.equal((await ask(method)).end.code, "UNIMPLEMENTED");
    }
  });

  test("is refused more than 4 MiB, and the next call is fine", async () => {
    const AppName = "a".repeat(4 * 1_048_576);
    const { end } = await ask("StopApplication", { AppName });
    assert.equal(end.code, "RESOURCE_EXHAUSTED");
    assert.equal((await ask("QueryList")).end.code, "OK");
  });

  test("may hold a session as an agent does, and is acknowledged", async () => {
    const guest = await connect("gui-vm");
    const session = guest.begin(SESSION, { requests: [], open: true });
    const agent = {
      status: { ...RUNNING, Name: "givc-gui-vm.service" },
      type: 8,
    };
    const transport = registration("gui-vm").Transport;
    const snapshot = { epoch: "one", agent, transport, version: "python" };
    session.send({ sequence: "1", snapshot });
    const { welcome } = await session.message((frame) => "welcome" in frame);
    assert.equal((welcome as Json)["epoch"], "one");
    const status = {
      ...RUNNING,
      Name: "givc-gui-vm.service",
      FreezerState: "frozen",
    };
    session.send({ sequence: "2", change: { status } });
    await session.message(({ acknowledged }) => acknowledged === "2");
    const { messages } = await ask("QueryList");
    const list = messages[0]?.["List"] as readonly Json[];
    const found = list.find(({ Name }) => Name === "givc-gui-vm.service");
    assert.equal(found?.["VmStatus"], "Paused");
    session.finish();
    await session.outcome();
    await guest.stop();
  });

  test("is refused a session in another's name", async () => {
    const session = client.begin(SESSION, { requests: [], open: true });
    const agent = {
      status: { ...RUNNING, Name: "givc-net-vm.service" },
      type: 8,
    };
    const transport = registration("net-vm").Transport;
    session.send({ sequence: "1", snapshot: { epoch: "x", agent, transport } });
    assert.equal((await session.outcome()).end.code, "PERMISSION_DENIED");
  });
});
