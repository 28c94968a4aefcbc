/** What an agent of a user's applications lives through, on a real systemd: its own death, its bus's, and applications that end badly. */

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { waitFor } from "../machine/wait-for.ts";
import { expectOk, list, listed, starting } from "./expectations.ts";
import { ADMIN_SERVER, Fleet, type Member, NEW_BUS_MS } from "./fleet.ts";
import { startIndependent } from "./independent-client.ts";
import { Watcher } from "./watcher.ts";

const AGENT = "givc-app-vm.service";
const CLOCK = "clock@0.service";
const TIMES = 100;

describe("the agent of a user's applications", () => {
  let fleet: Fleet;
  let admin: Member;
  let app: Member;
  let watcher: Watcher;
  let since = 0;

  before(async () => {
    fleet = await Fleet.open();
    [admin, app] = await Promise.all([fleet.startAdmin(), startApp(fleet)]);
    expectOk(await fleet.cli(admin, "test", "ensure", "--retry", "60", AGENT));
    watcher = await Watcher.start(fleet, admin);
  });
  after(() => fleet?.close());
  beforeEach(() => {
    since = watcher.now;
  });

  it(`${TIMES} starts and stops leave no unit, no number and no descriptor behind`, async () => {
    const client = await startIndependent(admin, ADMIN_SERVER);
    const call = async (method: string, request: Record<string, string>) => {
      const path = `admin.AdminService/${method}`;
      const outcome = await client.call(path, { requests: [request] });
      assert.equal(outcome.end.code, "OK", outcome.end.message);
      return outcome.messages[0];
    };
    const cycle = async () => {
      const request = { AppName: "clock", VmName: "app-vm" };
      const reply = await call("StartApplication", request);
      assert.deepEqual(reply, { registryId: CLOCK });
      await call("StopApplication", { AppName: CLOCK });
    };
    await cycle();
    const before = await descriptors();
    for (let times = 1; times < TIMES; times += 1) await cycle();
    await client.stop();
    await waitFor("as few descriptors as before", async () => {
      return (await descriptors()) <= before;
    });
    assert.deepEqual(await unitsOf("clock@*"), []);
    assert.equal(
      await app.machine.systemctl(
        ["--failed", "--plain", "--no-legend"],
        "ghaf",
      ),
      "",
    );
    const expected = Array.from({ length: TIMES }, () => ["Running", "gone"]);
    const told = () => watcher.of(CLOCK, since);
    const most = expected.flat().length;
    await waitFor("the last of them", () => told().length >= most);
    assert.deepEqual(told(), expected.flat());
  });

  it("an application that fails at once is nowhere afterwards, however it was answered", async () => {
    // Whether the program has ended before systemd says that it was executed is chance.
    const unit = "broken@0.service";
    for (let times = 0; times < 3; times += 1) {
      const mark = watcher.now;
      const answer = await fleet.cli(admin, ...starting("app-vm", "broken"));
      assert.ok((answer.stdout + answer.stderr).includes(unit), answer.stderr);
      if (answer.code === 0) await watcher.sawUnit(unit, "gone", mark);
      else assert.equal(answer.code, 1);
      await waitFor("no row of it", async () => {
        return (await listed(fleet, admin, unit)) === undefined;
      });
    }
    assert.deepEqual(await unitsOf("broken@*"), []);
  });

  it("an application that might have handed over to another, and failed, is an error", async () => {
    expectOk(await fleet.cli(admin, ...starting("app-vm", "clock")));
    for (let times = 0; times < 2; times += 1) {
      const failed = await fleet.cli(admin, ...starting("app-vm", "mistaken"));
      assert.equal(failed.code, 1, failed.stdout);
      assert.match(failed.stderr, /started but failed: mistaken@0\.service/);
    }
    const handedOver = await fleet.cli(admin, ...starting("app-vm", "brief"));
    assert.equal(
      handedOver.stdout,
      `StartResponse { registry_id: "${CLOCK}" }\n`,
    );
    assert.deepEqual(await unitsOf("mistaken@*"), []);
    expectOk(await fleet.cli(admin, "stop", "app", CLOCK));
    // Else it might be told in the time of another test.
    await watcher.sawUnit(CLOCK, "gone", since);
  });

  it("an application whose program is not there is an error that says so", async () => {
    const failed = await fleet.cli(admin, ...starting("app-vm", "absent"));
    assert.equal(failed.code, 1);
    assert.ok(failed.stderr.includes("absent@0.service"), failed.stderr);
    assert.deepEqual(await unitsOf("absent@*"), []);
  });

  it("an application killed from outside is gone, once, and starts again", async () => {
    const gone = (times: number) =>
      waitFor(`the end number ${times}`, () => {
        const told = watcher.of(CLOCK, since);
        return told.filter((word) => word === "gone").length >= times;
      });
    for (let times = 0; times < 2; times += 1) {
      expectOk(await fleet.cli(admin, ...starting("app-vm", "clock")));
      await app.machine.succeed(["pkill", "-KILL", "-f", "sleep 4242"]);
      await gone(times + 1);
    }
    expectOk(await fleet.cli(admin, ...starting("app-vm", "clock")));
    expectOk(await fleet.cli(admin, "stop", "app", CLOCK));
    await gone(3);
    const told = watcher.of(CLOCK, since);
    const once = ["Running", "gone"];
    assert.deepEqual(told, [...once, ...once, ...once]);
    assert.deepEqual(await unitsOf("clock@*"), []);
  });

  it("an application paused before agent and admin were killed is paused afterwards", async () => {
    expectOk(await fleet.cli(admin, ...starting("app-vm", "clock")));
    expectOk(await fleet.cli(admin, "pause", CLOCK));
    await kill(app, AGENT, "ghaf");
    // Nobody is left who could remember it.
    await kill(admin, "givc-admin.service", "root");
    await waitFor("the new agent", async () => {
      return (await listed(fleet, admin, AGENT))?.status === "Running";
    });
    assert.equal((await listed(fleet, admin, CLOCK))?.status, "Paused");
    expectOk(await fleet.cli(admin, "resume", CLOCK));
    assert.equal((await listed(fleet, admin, CLOCK))?.status, "Running");
    expectOk(await fleet.cli(admin, "stop", "app", CLOCK));
    // It has lost its admin too, and comes back in its own time.
    await waitFor("the watcher", () => {
      const last = [AGENT, CLOCK].map((unit) => watcher.of(unit).at(-1));
      return last.join(" ") === "Running gone";
    });
  });

  it("after its bus was killed it goes on, and tells what happens then", async () => {
    expectOk(await fleet.cli(admin, ...starting("app-vm", "clock")));
    const bus = () =>
      app.machine.unitProperty("dbus.service", "MainPID", "ghaf");
    const killed = await bus();
    await kill(app, "dbus.service", "ghaf");
    // Before it knows, systemd 257 waits half a minute for the bus that it is to start.
    const knows = async () => (await bus()) !== killed;
    await waitFor("systemd to know", knows, NEW_BUS_MS);
    await app.machine.succeed(["pkill", "-KILL", "-f", "sleep 4242"]);
    await watcher.sawUnit(CLOCK, "gone", since);
    // A start that is given up may come true later, beside the next: not tried before.
    await waitFor(
      "an answer of systemd",
      async () => {
        const words = ["get-status", "app-vm", AGENT];
        return (await fleet.cli(admin, ...words)).code === 0;
      },
      NEW_BUS_MS,
    );
    await waitFor("an application that starts", async () => {
      const words = starting("app-vm", "clock");
      return (await fleet.cli(admin, ...words)).code === 0;
    });
    const names = (await list(fleet, admin)).map(({ name }) => name);
    assert.deepEqual(
      names.filter((name) => name.startsWith("clock@")),
      [CLOCK],
    );
    expectOk(await fleet.cli(admin, "stop", "app", CLOCK));
    assert.deepEqual(watcher.of(AGENT, since), []);
  });

  /** How many files the agent has open. */
  async function descriptors(): Promise<number> {
    const pid = await app.machine.unitProperty(AGENT, "MainPID", "ghaf");
    const folder = `/proc/${pid}/fd`;
    return (await app.machine.succeed(["ls", folder])).trim().split("\n")
      .length;
  }

  /** What the user's manager has loaded under a pattern, failed or not. */
  async function unitsOf(pattern: string): Promise<string[]> {
    const flags = ["list-units", "--all", "--plain", "--no-legend", pattern];
    const text = await app.machine.systemctl(flags, "ghaf");
    return text.split("\n").filter((line) => line !== "");
  }
});

/** SIGKILL to the main process of a unit. */
async function kill(of: Member, unit: string, user: "ghaf" | "root") {
  const words = ["kill", "--signal=KILL", "--kill-whom=main", unit];
  await of.machine.systemctl(words, user);
}

function startApp(fleet: Fleet): Promise<Member> {
  return fleet.startAgent({
    name: "app-vm",
    address: "192.168.101.5",
    type: 12,
    capabilities: {
      applications: [
        { name: "clock", command: "/usr/bin/sleep 4242" },
        { name: "broken", command: "/usr/bin/false" },
        // Programs that clock runs too: they may hand over to it.
        { name: "mistaken", command: "/usr/bin/sleep nonsense" },
        { name: "brief", command: "/usr/bin/sleep 0" },
        { name: "absent", command: "/usr/bin/no-such-program" },
      ],
    },
  });
}
