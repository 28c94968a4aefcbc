/** givc-agent with an admin that has no sessions: it registers plainly, and again only when it must. */

import assert from "node:assert/strict";
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { UnitControlService } from "@ghaf/api/proto/systemd/systemd";
import { createRpcClient } from "@ghaf/api/rpc";
import { dial, loadTlsIdentity } from "@ghaf/transport";
import { TestAuthority } from "../process/test-authority.ts";
import { until } from "../process/until.ts";
import { freePort, KERNELS_CHOICE, ownAddress } from "./loopback.ts";
import { describeWithPeers } from "./peers.ts";
import { type RunningProgram, startAgent } from "./programs.ts";
import { type Json, PythonClient } from "./python-client.ts";
import { ReferenceAdmin } from "./reference-admin.ts";

const AGENT = "givc-app-vm.service";
const CONTROL = "systemd.UnitControlService";

describeWithPeers("givc-agent at a reference admin", () => {
  const adminAddress = ownAddress();
  let port: number;
  let authority: TestAuthority;
  let admin: ReferenceAdmin;
  let agent: RunningProgram;

  before(async () => {
    authority = await TestAuthority.create();
    port = await freePort(adminAddress);
    // The agent comes first: it must be of use without an admin.
    agent = await startOurs();
    await running("sync.service");
    admin = await startTheirs();
  });

  after(async () => {
    for (const program of [agent, admin]) await program?.stop();
    await authority.remove();
  });

  async function startTheirs(): Promise<ReferenceAdmin> {
    const files = await authority.issue("admin-vm", [adminAddress]);
    return ReferenceAdmin.start(adminAddress, port, files);
  }

  /** What starts with the agent does so a moment after that listens. */
  async function running(UnitName: string): Promise<void> {
    const files = await authority.issue("admin-vm", [KERNELS_CHOICE]);
    const tls = await loadTlsIdentity(files);
    const target = { endpoint: agent.endpoint, serverName: "app-vm" };
    const transport = dial(target, { tls });
    const client = createRpcClient(UnitControlService, transport);
    await until(`${UnitName} runs`, async () => {
      const { UnitStatus } = await client.getUnitStatus({ UnitName });
      return UnitStatus?.SubState === "running";
    });
    transport.close();
    tls.close();
  }

  async function startOurs(): Promise<RunningProgram> {
    const viewer = join(authority.folder, "viewer");
    await writeFile(viewer, "#!/bin/sh\nexec sleep 600\n");
    await chmod(viewer, 0o755);
    return startAgent((address) => authority.issue("app-vm", [address]), {
      identity: {
        name: "app-vm",
        type: 12,
        subType: 13,
        parent: "microvm@app-vm.service",
      },
      capabilities: {
        services: ["sync.service", "other.service", "poweroff.target"],
        applications: [{ name: "viewer", command: viewer, args: ["flag"] }],
      },
      supervisor: {
        units: [
          { name: "sync.service", command: ["sleep", "600"], autostart: true },
          { name: "other.service", command: ["sleep", "600"] },
        ],
      },
      admin: { kind: "tcp", host: adminAddress, port },
      adminName: "admin-vm",
    });
  }

  test("registers itself and its services when the admin comes", async () => {
    const own = await admin.registration(AGENT);
    assert.deepEqual(own.names, ["app-vm", agent.endpoint.host]);
    assert.equal(own.request?.Type, 12);
    assert.equal(own.request?.Parent, "microvm@app-vm.service");
    assert.deepEqual(own.request?.Transport, {
      Protocol: "tcp",
      Address: agent.endpoint.host,
      Port: `${agent.endpoint.port}`,
      Name: "app-vm",
    });
    const { request } = await admin.registration("sync.service");
    assert.equal(request?.Type, 13);
    assert.equal(request?.Parent, AGENT);
    assert.equal(request?.State["SubState"], "running");
    const other = await admin.registration("other.service");
    assert.equal(other.request?.State["SubState"], "dead");
    assert.ok(!admin.registeredNames().includes("poweroff.target"));
  });

  test("does not register again while the admin knows it", async () => {
    await admin.heard(({ event }) => event === "watching");
    const from = admin.said;
    const before = admin.registeredNames().length;
    await admin.order("end-watches");
    await admin.heard(({ event }) => event === "watching", from);
    assert.equal(admin.registeredNames().length, before);
  });

  test("registers again when the admin has forgotten it", async () => {
    const from = admin.said;
    await admin.order("forget");
    await admin.order("end-watches");
    await admin.registration(AGENT, from);
    await admin.registration("sync.service", from);
  });

  test("registers again with an admin that was killed and is back", async () => {
    await admin.stop("SIGKILL");
    admin = await startTheirs();
    await admin.registration(AGENT);
    await admin.registration("sync.service");
  });

  test("serves an independent client that found it by reflection", async () => {
    const files = await authority.issue("admin-vm", [KERNELS_CHOICE]);
    const client = await PythonClient.start(agent.endpoint, "app-vm", files);
    const ask = (method: string, request: Json) =>
      client.call(`${CONTROL}/${method}`, { requests: [request] });
    try {
      const services = await client.services("v1alpha");
      for (const name of [
        CONTROL,
        "locale.LocaleClient",
        "stats.StatsService",
      ]) {
        assert.ok(services.includes(name), name);
      }
      const UnitName = "viewer@0.service";
      const started = await ask("StartApplication", {
        UnitName,
        Args: ["--x"],
      });
      assert.equal(stateOf(started.messages), "active running running");
      const frozen = await ask("FreezeUnit", { UnitName });
      assert.equal(stateOf(frozen.messages), "active running frozen");
      const thawed = await ask("UnfreezeUnit", { UnitName });
      assert.equal(stateOf(thawed.messages), "active running running");
      const stopped = await ask("StopUnit", { UnitName });
      assert.equal(stateOf(stopped.messages), "inactive dead running");
      const gone = await ask("GetUnitStatus", { UnitName: "sshd.service" });
      assert.equal(gone.end.code, "NOT_FOUND");
      assert.match(
        gone.end.message,
        /error fetching unit status: sshd.service/,
      );
      const refused = await ask("StartApplication", { UnitName, Args: ["/x"] });
      assert.match(
        refused.end.message,
        /cannot start application: invalid application argument: \/x/,
      );
      const stats = await client.call("stats.StatsService/GetStats");
      const memory = stats.messages[0]?.["Memory"] as Json | undefined;
      assert.ok(Number(memory?.["Total"]) > 0);
    } finally {
      await client.stop();
    }
  });
});

/** Active, sub and freezer state of the unit in the one reply. */
function stateOf([reply]: readonly Json[]): string {
  const status = (reply?.["UnitStatus"] ?? {}) as Json;
  return ["ActiveState", "SubState", "FreezerState"]
    .map((field) => status[field])
    .join(" ");
}
