/** Starting VMs that are off, and what is told when one ends: real systemds, and a VM that is one of the lab's machines. */

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { waitFor } from "../machine/wait-for.ts";
import { expectOk, list, listed, starting } from "./expectations.ts";
import { Fleet, type Member } from "./fleet.ts";
import { type HostParts, Hypervisor, type Vm } from "./hypervisor.ts";
import { Watcher } from "./watcher.ts";

const UNIT = "microvm@late-vm.service";
const AGENT = "givc-late-vm.service";
const CLOCK = "clock@0.service";
const SAND = "sand@0.service";

describe("VMs that are off", () => {
  let fleet: Fleet;
  let hypervisor: Hypervisor;
  let vm: Vm;
  let host: Member;
  let watcher: Watcher;
  let since = 0;

  before(async () => {
    fleet = await Fleet.open();
    hypervisor = await Hypervisor.open(fleet);
    const starts = [startHost(fleet, hypervisor.host), fleet.startAdmin()];
    vm = await hypervisor.add("late-vm", await placeVm(fleet));
    [host] = (await Promise.all(starts)) as [Member, Member];
    const args = ["--retry", "60", "givc-ghaf-host.service"];
    expectOk(await fleet.cli(host, "test", "ensure", ...args));
    watcher = await Watcher.start(fleet, host);
  });
  after(async () => {
    hypervisor?.close();
    await fleet?.close();
  });
  beforeEach(() => {
    since = watcher.now;
  });

  it("an application asked for in a VM that is off: VM, agent and application come up, for one answer", async () => {
    const started = await fleet.cli(host, ...starting("late-vm", "clock"));
    expectOk(started);
    assert.equal(started.stdout, `StartResponse { registry_id: "${CLOCK}" }\n`);
    assert.equal(vm.boots, 1);
    const { machine } = await vm.member();
    await machine.succeed(["pgrep", "-f", "sleep 4242"]);
    await watcher.sawUnit(CLOCK, "Running", since);
    assert.deepEqual(watcher.of(UNIT, since), ["Running"]);
    assert.deepEqual(watcher.of(AGENT, since), ["Running"]);
    assert.deepEqual(watcher.of(CLOCK, since), ["Running"]);
  });

  it("a VM that is on is not started again", async () => {
    expectOk(await fleet.cli(host, "start", "vm", "late-vm"));
    assert.equal(vm.boots, 1);
    const row = await listed(fleet, host, CLOCK);
    assert.equal(row?.status, "Running");
    assert.deepEqual(watcher.told.slice(since), []);
  });

  it("a VM killed from outside is powered off, and its applications are gone", async () => {
    await vm.kill();
    await watcher.sawUnit(CLOCK, "gone", since);
    for (const unit of [AGENT, UNIT]) {
      await watcher.sawUnit(unit, "PoweredOff", since);
    }
    assert.deepEqual(watcher.of(UNIT, since), ["PoweredOff"]);
    const names = (await list(fleet, host)).map(({ name }) => name);
    assert.ok(!names.includes(CLOCK), names.join(" "));
    await waitFor("the unit has failed", async () => {
      const state = await host.machine.unitProperty(UNIT, "ActiveState");
      return state === "failed";
    });
  });

  it("two applications asked for at the same time start one VM", async () => {
    const answers = await Promise.all(
      ["clock", "sand"].map((name) =>
        fleet.cli(host, ...starting("late-vm", name)),
      ),
    );
    for (const answer of answers) expectOk(answer);
    assert.equal(vm.boots, 2);
    for (const unit of [CLOCK, SAND]) {
      assert.equal((await listed(fleet, host, unit))?.status, "Running");
      await watcher.sawUnit(unit, "Running", since);
    }
    assert.deepEqual(watcher.of(UNIT, since), ["Running"]);
    assert.deepEqual(watcher.of(AGENT, since), ["Running"]);
  });

  it("a VM whose unit is stopped is powered off likewise", async () => {
    await host.machine.systemctl(["stop", UNIT]);
    for (const unit of [CLOCK, SAND]) {
      await watcher.sawUnit(unit, "gone", since);
    }
    for (const unit of [AGENT, UNIT]) {
      await watcher.sawUnit(unit, "PoweredOff", since);
    }
    assert.deepEqual(watcher.of(UNIT, since), ["PoweredOff"]);
    const state = await host.machine.unitProperty(UNIT, "ActiveState");
    assert.notEqual(state, "active");
  });

  it("a VM is started by itself: the answer comes when its agent is there", async () => {
    expectOk(await fleet.cli(host, "start", "vm", "late-vm"));
    assert.equal(vm.boots, 3);
    assert.equal((await listed(fleet, host, AGENT))?.status, "Running");
    expectOk(await fleet.cli(host, ...starting("late-vm", "sand")));
  });

  for (const [name, how] of [
    ["dead-vm", "whose program ends at once"],
    ["void-vm", "whose program cannot be executed"],
  ] as const) {
    it(`a VM ${how} is a failed start, without waiting for an agent`, async () => {
      for (const words of [["start", "vm", name], starting(name, "clock")]) {
        const refused = await fleet.cli(host, ...words);
        assert.equal(refused.code, 1);
        assert.match(
          refused.stderr,
          new RegExp(`${name}.* fail|fail.*${name}`),
        );
        assert.doesNotMatch(refused.stderr, /did not register/);
      }
    });
  }

  it("a VM that the host does not know is named", async () => {
    const refused = await fleet.cli(host, "start", "vm", "none-vm");
    assert.equal(refused.code, 1);
    assert.ok(refused.stderr.includes("microvm@none-vm.service"));
  });
});

function startHost(fleet: Fleet, parts: HostParts): Promise<Member> {
  const broken = "[Service]\nType=exec\nExecStart=/no/such/program\n";
  return fleet.startAgent({
    name: "ghaf-host",
    address: "192.168.101.2",
    type: 0,
    capabilities: {
      services: ["poweroff.target"],
      vmServices: {
        appVms: [
          UNIT,
          "microvm@dead-vm.service",
          "microvm@void-vm.service",
          "microvm@none-vm.service",
        ],
      },
    },
    ...parts,
    units: [
      ...parts.units,
      { name: "microvm@void-vm.service", content: broken },
    ],
  });
}

function placeVm(fleet: Fleet) {
  const application = (name: string, seconds: string) => ({
    name,
    command: `/usr/bin/sleep ${seconds}`,
    singleInstance: false,
  });
  return fleet.placeAgent({
    name: "late-vm",
    address: "192.168.101.5",
    type: 12,
    capabilities: {
      applications: [application("clock", "4242"), application("sand", "4343")],
    },
  });
}
