/** givc-admin with agents that behave as the reference's: no sessions, 150 ms per registration, polled. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { TestAuthority } from "../process/test-authority.ts";
import { KERNELS_CHOICE, ownAddress } from "./loopback.ts";
import { describeWithPeers } from "./peers.ts";
import { type RunningProgram, startAdmin } from "./programs.ts";
import { type Json, type OpenCall, PythonClient } from "./python-client.ts";
import { ReferenceAgent } from "./reference-agent.ts";

const CONTROL = "systemd.UnitControlService";

describeWithPeers("reference agents", () => {
  let authority: TestAuthority;
  let admin: RunningProgram;
  let host: ReferenceAgent;
  let guest: ReferenceAgent;
  let client: PythonClient;
  let watch: OpenCall;

  before(async () => {
    authority = await TestAuthority.create();
    admin = await startAdmin((address) =>
      authority.issue("admin-vm", [address]),
    );
    host = await startHost();
    guest = await startGuest("app-vm");
    await Promise.all([host.registered(), guest.registered()]);
    const files = await authority.issue("gui-vm", [KERNELS_CHOICE]);
    client = await PythonClient.start(admin.endpoint, "admin-vm", files);
    watch = client.begin("admin.AdminService/Watch");
    await watch.message(({ Initial }) => Initial !== undefined);
  });

  after(async () => {
    for (const program of [client, guest, host, admin]) await program?.stop();
    await authority.remove();
  });

  /** Peers call from the kernel's choice and are called at their own address. */
  async function files(name: string, address: string) {
    return authority.issue(name, [address, KERNELS_CHOICE]);
  }

  async function startHost(): Promise<ReferenceAgent> {
    const address = ownAddress();
    return ReferenceAgent.start(address, await files("ghaf-host", address), {
      name: "ghaf-host",
      type: 0,
      units: [
        "11:microvm@app-vm.service",
        "11:microvm@late-vm.service",
        "1:poweroff.target",
      ],
      admin: admin.endpoint,
      adminName: "admin-vm",
    });
  }

  async function startGuest(name: string): Promise<ReferenceAgent> {
    const address = ownAddress();
    return ReferenceAgent.start(address, await files(name, address), {
      name,
      type: 12,
      parent: `microvm@${name}.service`,
      units: ["13:sync.service"],
      applications: ["foot"],
      admin: admin.endpoint,
      adminName: "admin-vm",
    });
  }

  function ask(method: string, request: Json = {}) {
    return client.call(`admin.AdminService/${method}`, { requests: [request] });
  }

  async function entry(name: string): Promise<Json | undefined> {
    const { messages } = await ask("QueryList");
    const list = (messages[0]?.["List"] ?? []) as readonly Json[];
    return list.find(({ Name }) => Name === name);
  }

  async function startFoot(): Promise<string> {
    const request = { AppName: "foot", VmName: "app-vm", Args: ["--new"] };
    const { messages, end } = await ask("StartApplication", request);
    assert.equal(end.code, "OK", JSON.stringify(end));
    return String(messages[0]?.["registryId"]);
  }

  /** Waits until the watcher has been told so of that entry. */
  async function told(kind: string, name: string, status?: string) {
    await watch.message((message) => {
      const item = message[kind] as Json | undefined;
      const fits = status === undefined || item?.["VmStatus"] === status;
      return item?.["Name"] === name && fits;
    });
  }

  test("register in time and are listed as the reference lists them", async () => {
    const own = await entry("givc-app-vm.service");
    assert.deepEqual(own, {
      Name: "givc-app-vm.service",
      Description: "Reference givc-app-vm.service",
      VmStatus: "Running",
      TrustLevel: "Warning",
      VmType: "AppVM",
      ServiceType: "Mgr",
      VmName: "app-vm",
      AgentName: "givc-app-vm.service",
    });
    const vm = await entry("microvm@app-vm.service");
    assert.equal(vm?.["ServiceType"], "VM");
    assert.equal(vm["VmName"], "app-vm");
    const hosted = await entry("givc-ghaf-host.service");
    assert.equal(hosted?.["VmType"], "Host");
  });

  test("run an application from its start to its stop", async () => {
    const from = guest.said;
    const name = await startFoot();
    assert.equal(name, "foot@0.service");
    assert.deepEqual(await guest.called(`${CONTROL}/StartApplication`, from), {
      UnitName: name,
      Args: ["--new"],
    });
    await told("Added", name, "Running");

    const paused = await ask("PauseApplication", { AppName: name });
    assert.deepEqual(paused.messages, [
      {
        CmdStatus: "Command successful.",
        AppStatus: "Command successful.",
      },
    ]);
    assert.deepEqual(await guest.called(`${CONTROL}/FreezeUnit`, from), {
      UnitName: name,
    });
    await told("Updated", name, "Paused");

    assert.equal(
      (await ask("ResumeApplication", { AppName: name })).end.code,
      "OK",
    );
    await guest.called(`${CONTROL}/UnfreezeUnit`, from);
    assert.equal((await entry(name))?.["VmStatus"], "Running");

    assert.equal(
      (await ask("StopApplication", { AppName: name })).end.code,
      "OK",
    );
    await guest.called(`${CONTROL}/StopUnit`, from);
    await told("Removed", name);
    assert.equal(await entry(name), undefined);
  });

  for (const how of ["exit", "fail"] as const) {
    test(`are polled: an application that ends (${how}) is removed`, async () => {
      const [one, other] = [await startFoot(), await startFoot()];
      assert.notEqual(one, other);
      await guest.order(`${how} ${one}`);
      // Its own row, not one of an earlier instance of the same number.
      for (;;) {
        if ((await entry(one)) === undefined) break;
        await guest.called(`${CONTROL}/GetUnitStatus`, guest.said);
      }
      assert.equal((await entry(other))?.["VmStatus"], "Running");
      await ask("StopApplication", { AppName: other });
    });
  }

  test("have their refusals passed on, with the cause in DebugInfo", async () => {
    const { end } = await ask("StartApplication", {
      AppName: "foot",
      VmName: "app-vm",
      Args: ["/etc/shadow"],
    });
    assert.notEqual(end.code, "OK");
    const text = JSON.stringify(end.status);
    assert.match(text, /google.rpc.DebugInfo/);
    assert.match(text, /invalid application argument/);
    assert.equal(await entry("foot@0.service"), undefined);
  });

  test("have services started and stopped, statuses and statistics passed on", async () => {
    const service = { ServiceName: "sync.service", VmName: "app-vm" };
    const started = await ask("StartService", service);
    assert.deepEqual(started.messages, [{ registryId: "givc-app-vm.service" }]);
    const status = await ask("GetUnitStatus", {
      UnitName: "sync.service",
      VmName: "app-vm",
    });
    assert.equal(status.messages[0]?.["SubState"], "running");
    const stopped = await ask("StopService", service);
    assert.equal(stopped.end.code, "OK");
    const stats = await ask("GetStats", { VmName: "app-vm" });
    const memory = stats.messages[0]?.["Memory"] as Json;
    assert.equal(memory["Total"], "8589934592");
    const sysinfo = await ask("Sysinfo");
    assert.deepEqual(sysinfo.messages, [
      { GhafVersion: "reference", SecureBoot: true },
    ]);
  });

  test("are called from the address our certificate names", async () => {
    const line = await guest.heard(({ event }) => event === "call");
    assert.match(line.peer ?? "", new RegExp(`^ipv4:${admin.endpoint.host}:`));
  });

  test("are told of locale and timezone, also when they come later", async () => {
    const assignments = [{ key: "LANG", value: "fi_FI.UTF-8" }];
    await ask("SetLocale", { assignments });
    await ask("SetTimezone", { Timezone: "Europe/Helsinki" });
    const request = { assignments: [{ value: "fi_FI.UTF-8" }] };
    assert.deepEqual(
      await guest.called("locale.LocaleClient/LocaleSet"),
      request,
    );
    await guest.called("locale.LocaleClient/TimezoneSet");
    const from = guest.said;
    await guest.order("register");
    assert.deepEqual(
      await guest.called("locale.LocaleClient/LocaleSet", from),
      request,
    );
    assert.deepEqual(
      await guest.called("locale.LocaleClient/TimezoneSet", from),
      { Timezone: "Europe/Helsinki" },
    );
  });

  test("have a VM that is off started, and the application in it once its agent is there", async () => {
    const starting = ask("StartApplication", {
      AppName: "foot",
      VmName: "late-vm",
    });
    await host.heard(
      ({ method, request }) =>
        method === `${CONTROL}/StartUnit` &&
        request?.["UnitName"] === "microvm@late-vm.service",
    );
    const late = await startGuest("late-vm");
    try {
      const { messages, end } = await starting;
      assert.equal(end.code, "OK", JSON.stringify(end));
      await late.called(`${CONTROL}/StartApplication`);
      const item = await entry(String(messages[0]?.["registryId"]));
      assert.equal(item?.["VmName"], "late-vm");
    } finally {
      await late.stop();
    }
  });

  test("that vanish are shown as off, and their applications go", async () => {
    const name = await startFoot();
    await guest.stop();
    await told("Updated", "givc-app-vm.service", "PoweredOff");
    assert.equal(await entry(name), undefined);
    guest = await startGuest("app-vm");
    await guest.registered();
    assert.equal((await entry("givc-app-vm.service"))?.["VmStatus"], "Running");
  });

  test("cannot register as somebody else, nor as the host", async () => {
    const address = ownAddress();
    const own = await files("net-vm", address);
    const wrong = { admin: admin.endpoint, adminName: "admin-vm" };
    for (const [name, type] of [
      ["app-vm", 12],
      ["net-vm", 0],
    ] as const) {
      const impostor = await ReferenceAgent.start(address, own, {
        ...wrong,
        name,
        type,
      });
      const line = await impostor.heard(
        ({ event }) => event === "not-registered",
      );
      assert.equal(line.code, "PERMISSION_DENIED", line.message);
      await impostor.stop();
    }
    assert.equal((await entry("givc-app-vm.service"))?.["VmType"], "AppVM");
  });
});
