/** An agent of a system VM whose surroundings fail, on real systemds: no admin, no network, no bus. */

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Json } from "../interop/python-client.ts";
import { waitFor } from "../machine/wait-for.ts";
import { expectOk, list, listed } from "./expectations.ts";
import { Fleet, type Member, NEW_BUS_MS } from "./fleet.ts";
import { startIndependent } from "./independent-client.ts";
import { type Told, Watcher } from "./watcher.ts";

const NET = { name: "net-vm", address: "192.168.101.4", port: 9_000 } as const;
const AGENT = `givc-${NET.name}.service`;
const BEAT = "beat.service";
const ONCE = "once.service";
const MAY_START = "/etc/beat-may-start";

describe("an agent in surroundings that fail", () => {
  let fleet: Fleet;
  let admin: Member;
  let net: Member;
  let watcher: Watcher;
  let since = 0;

  before(async () => {
    fleet = await Fleet.open();
    net = await startNet(fleet);
  });
  after(() => fleet?.close());
  beforeEach(() => {
    since = watcher?.now ?? 0;
  });

  it("without an admin its unit becomes active, and it goes on looking", async () => {
    // The job that the boot has queued ends when the agent says that it is ready.
    await net.machine.systemctl(["start", AGENT]);
    const told = await net.machine.unitProperty(AGENT, "StatusText");
    assert.equal(told, "waiting for an admin");
  });

  it("when the admin comes, it registers with all it knows", async () => {
    admin = await fleet.startAdmin();
    expectOk(await fleet.cli(admin, "test", "ensure", "--retry", "60", AGENT));
    // Its agent may have come before it.
    await waitFor("the service that takes a while to start", async () => {
      return (await listed(fleet, admin, BEAT))?.status === "Running";
    });
    const rows = (await list(fleet, admin)).map(
      ({ name, status }) => `${name} ${status}`,
    );
    assert.deepEqual(rows.sort(), [
      `${BEAT} Running`,
      `${AGENT} Running`,
      `${ONCE} PoweredOff`,
    ]);
    await waitFor("the status of its unit", async () => {
      const told = await net.machine.unitProperty(AGENT, "StatusText");
      return told === "registered with the admin";
    });
    watcher = await Watcher.start(fleet, admin);
  });

  it("a reload of systemd is no news; a restart of a service is off and on", async () => {
    await net.machine.systemctl(["daemon-reload"]);
    await restart(since);
    await net.machine.systemctl(["daemon-reload"]);
    await net.machine.systemctl(["stop", BEAT]);
    await watcher.sawUnit(BEAT, "PoweredOff", since + 2);
    await net.machine.systemctl(["start", BEAT]);
    await watcher.sawUnit(BEAT, "Running", since + 3);
    const all = watcher.told.slice(since).map(({ name }) => name);
    assert.deepEqual(all, [BEAT, BEAT, BEAT, BEAT]);
    const [off, on] = ["PoweredOff", "Running"];
    assert.deepEqual(watcher.of(BEAT, since), [off, on, off, on]);
  });

  it("a service changed by a new unit file is restarted as what it is now", async () => {
    const path = `/etc/systemd/system/${BEAT}`;
    await net.machine.writeFile(path, service("another beat"));
    await net.machine.systemctl(["daemon-reload"]);
    const on = await restart(since);
    assert.equal(on.description, "another beat");
  });

  it("after the system's bus was killed it goes on, and tells what happens then", async () => {
    const bus = () => net.machine.unitProperty("dbus.service", "MainPID");
    const killed = await bus();
    const words = ["kill", "--signal=KILL", "--kill-whom=main"];
    await net.machine.systemctl([...words, "dbus.service"]);
    const isBack = async () => ![killed, "0"].includes(await bus());
    await waitFor("another bus", isBack, NEW_BUS_MS);
    await net.machine.systemctl(["kill", "--signal=KILL", BEAT]);
    await watcher.sawUnit(BEAT, "PoweredOff", since);
    await waitFor("a command that is done", startBeat, NEW_BUS_MS);
    await watcher.sawUnit(BEAT, "Running", since);
    assert.deepEqual(watcher.of(BEAT, since), ["PoweredOff", "Running"]);
    assert.deepEqual(watcher.of(AGENT, since), []);
  });

  it("with its cable out it is lost with all it has, and with the cable back all is as it was", async () => {
    await fleet.network.setLink(net.port, "down");
    for (const unit of [AGENT, BEAT]) {
      await watcher.sawUnit(unit, "PoweredOff", since);
    }
    // Nobody can tell of this before the cable is back.
    await net.machine.systemctl(["stop", BEAT]);
    await knowsOfStop(net, BEAT);
    await fleet.network.setLink(net.port, "up");
    await watcher.sawUnit(AGENT, "Running", since);
    await waitFor("the start of what was stopped", startBeat);
    // An agent that is paused just as it comes back is lost once more.
    const offAndOn = /^(PoweredOff Running ?)+$/;
    for (const unit of [AGENT, BEAT]) {
      await waitFor(`${unit} is off, and on`, () =>
        offAndOn.test(watcher.of(unit, since).join(" ")),
      );
    }
    assert.deepEqual(watcher.of(ONCE, since), []);
    assert.equal(watcher.complaints, "");
  });

  async function startBeat(): Promise<boolean> {
    const words = ["start", "service", BEAT, "--vm", "net-vm"];
    return (await fleet.cli(admin, ...words)).code === 0;
  }

  /**
   * Restarts the service, and keeps it from starting until it was told to be off:
   * what is over before the agent has looked may be told as one change, or none.
   */
  async function restart(from: number): Promise<Told> {
    await net.machine.succeed(["rm", MAY_START]);
    await net.machine.systemctl(["restart", "--no-block", BEAT]);
    const off = await watcher.sawUnit(BEAT, "PoweredOff", from);
    await net.machine.succeed(["touch", MAY_START]);
    const after = watcher.told.indexOf(off);
    return await watcher.sawUnit(BEAT, "Running", after);
  }
});

/**
 * Until the agent has read systemd's word of a stop: else it may find the admin first, and tell
 * what was. What it asks systemd is answered after that word, and after what the word had it ask.
 */
async function knowsOfStop(net: Member, UnitName: string): Promise<void> {
  const client = await startIndependent(net, NET);
  const path = "systemd.UnitControlService/GetUnitStatus";
  try {
    for (let times = 0; times < 3; times += 1) {
      const answer = await client.call(path, { requests: [{ UnitName }] });
      const status = answer.messages[0]?.["UnitStatus"] as Json | undefined;
      const state = status?.["ActiveState"];
      assert.equal(state, "inactive", JSON.stringify(answer));
    }
  } finally {
    await client.stop();
  }
}

/** Does not start before it may. */
function service(description: string): string {
  const wait = `until [ -e ${MAY_START} ]; do sleep 0.1; done`;
  const before = `ExecStartPre=/bin/sh -c '${wait}'`;
  const program = "ExecStart=/usr/bin/sleep infinity";
  return `[Unit]\nDescription=${description}\n[Service]\n${before}\n${program}\n`;
}

function startNet(fleet: Fleet): Promise<Member> {
  const once = "[Service]\nType=oneshot\nExecStart=/usr/bin/true\n";
  return fleet.startAgent({
    ...{ name: NET.name, address: NET.address },
    type: 8,
    capabilities: { services: [BEAT, ONCE] },
    files: [{ path: MAY_START, content: "" }],
    units: [
      { name: BEAT, content: service("beat"), wantedBy: "multi-user.target" },
      { name: ONCE, content: once },
    ],
  });
}
