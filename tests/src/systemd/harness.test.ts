/** The machine harness itself: what the other tests of this folder stand on. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, describe, it } from "node:test";
import { cgroupRoot } from "../machine/cgroup.ts";
import { type Lab, openLab } from "../machine/lab.ts";
import type { Machine } from "../machine/machine.ts";
import type { Network } from "../machine/network.ts";
import { bundleBinds, programFolder } from "../machine/shipped.ts";
import { waitFor } from "../machine/wait-for.ts";

const echoServer =
  "require('net').createServer((s) => s.end('hello from ' + require('os').hostname())).listen(7000)";
const client =
  "require('net').connect(7000, process.argv[1]).pipe(process.stdout)";

describe("two machines on a network", () => {
  let lab: Lab;
  let network: Network;
  let left: Machine;
  let right: Machine;

  before(async () => {
    lab = await openLab();
    network = await lab.startNetwork();
    [left, right] = await Promise.all([
      network
        .attach("192.168.101.10")
        .then((port) => lab.startMachine({ name: "left-vm", port })),
      network.attach("192.168.101.11").then(async (port) =>
        lab.startMachine({
          name: "right-vm",
          port,
          files: [
            {
              path: "/etc/echo/key",
              content: "secret\n",
              mode: 0o600,
              uid: 1000,
            },
          ],
          binds: await bundleBinds(),
          units: [
            {
              name: "echo.service",
              content: `[Service]\nExecStart=/usr/bin/node -e "${echoServer}"\n`,
              wantedBy: "multi-user.target",
            },
            {
              name: "sleeper.service",
              content: "[Service]\nExecStart=/usr/bin/sleep infinity\n",
              manager: "user",
              wantedBy: "default.target",
            },
          ],
        }),
      ),
    ]);
  });
  after(() => lab?.close());

  it("see each other on TCP, and the hub sees them", async () => {
    const ask = ["node", "-e", client, "192.168.101.11"];
    const heard = await waitFor("an answer of echo.service", async () =>
      left.succeed(ask),
    );
    assert.equal(heard, "hello from right-vm");
    const onHub = await network.runOnHub([process.execPath, ...ask.slice(1)]);
    assert.equal(onHub.stdout, "hello from right-vm");
  });

  it("run systemd without a failed unit", async () => {
    for (const machine of [left, right]) {
      const state = await machine.exec([
        "systemctl",
        "is-system-running",
        "--wait",
      ]);
      const failed = await machine.systemctl([
        "--failed",
        "--plain",
        "--no-legend",
      ]);
      assert.deepEqual([state.stdout.trim(), failed], ["running", ""]);
      assert.equal(
        (await machine.readFile("/etc/machine-id")).trim().length,
        32,
      );
    }
  });

  it("run Debian's Node, at least the floor of this project", async () => {
    const version = await left.succeed(["node", "--version"]);
    assert.match(version, /^v20\.19\./);
  });

  it("run the shipped programs", async () => {
    for (const [bundle, told] of [
      ["givc-admin.cjs", /^givc-admin [0-9]/],
      ["givc-agent.cjs", /^givc-agent [0-9]/],
      ["givc-cli.cjs", /[0-9]/],
      ["ghaf.cjs", /[0-9]/],
    ] as const) {
      const program = `${programFolder}/${bundle}`;
      const version = await right.succeed(["node", program, "--version"]);
      assert.match(version, told);
    }
  });

  it("run the manager of the lingering user, with the user's own units", async () => {
    // A user's manager says that it is up before it has started all of its own.
    await waitFor("the user's own unit", async () => {
      const what = ["sleeper.service", "ActiveState", "ghaf"] as const;
      return (await right.unitProperty(...what)) === "active";
    });
    assert.equal(
      await right.succeed(["id", "-un"], { user: "ghaf" }),
      "ghaf\n",
    );
  });

  it("freeze and thaw a unit of the system and one of the user", async () => {
    for (const [unit, user] of [
      ["echo.service", "root"],
      ["sleeper.service", "ghaf"],
    ] as const) {
      await right.systemctl(["freeze", unit], user);
      assert.equal(
        await right.unitProperty(unit, "FreezerState", user),
        "frozen",
      );
      await right.systemctl(["thaw", unit], user);
      assert.equal(
        await right.unitProperty(unit, "FreezerState", user),
        "running",
      );
    }
  });

  it("have the files they were given, and can replace them", async () => {
    const facts = await right.succeed([
      "stat",
      "-c",
      "%a %u",
      "/etc/echo/key",
      "/etc",
    ]);
    assert.equal(facts, "600 1000\n755 0\n");
    await right.writeFile("/etc/echo/key", "other\n");
    assert.equal(await right.readFile("/etc/echo/key"), "other\n");
  });

  it("tell what a unit logged", async () => {
    await left.succeed([
      "systemd-run",
      "--wait",
      "--unit=said.service",
      "echo",
      "said once",
    ]);
    assert.match(await left.journal("said.service"), /said once/);
  });

  it("end a program with all it started when its deadline passes", async () => {
    const late = left.exec(["sh", "-c", "sleep 4000; true"], {
      deadlineMs: 300,
    });
    await assert.rejects(late, { code: "command" });
    const found = await left.exec(["pgrep", "-f", "sleep 4000"]);
    assert.equal(found.code, 1);
  });

  it("pass signals to a program that goes on", async () => {
    const program = await left.start([
      "sh",
      "-c",
      "trap 'echo term; exit 3' TERM; echo up; while :; do sleep 0.01; done",
    ]);
    const lines = createInterface({ input: program.child.stdout });
    await once(lines, "line");
    const ended = once(program.child, "close");
    await program.signal("SIGTERM");
    assert.deepEqual((await ended)[0], 3);
  });

  it("come back under the same address after they were killed", async () => {
    const port = await network.attach("192.168.101.12");
    const first = await lab.startMachine({ name: "third-vm", port });
    await first.kill();
    await assert.rejects(first.succeed(["true"]));
    await first.close();
    const second = await lab.startMachine({ name: "third-vm", port });
    const told = await second.succeed([
      "ip",
      "-brief",
      "address",
      "show",
      "eth0",
    ]);
    assert.match(told, /192\.168\.101\.12\/24/);
    await second.close();
  });

  it("end by themselves on poweroff", async () => {
    const machine = await lab.startMachine({ name: "short-vm" });
    // Who asks may be ended with all others before it has its answer.
    await machine.exec(["systemctl", "poweroff"]);
    await machine.ended;
  });
});

describe("taking down", () => {
  it("leaves nothing after a lab was closed", async () => {
    const lab = await openLab();
    const network = await lab.startNetwork();
    const port = await network.attach("192.168.101.10");
    await lab.startMachine({ name: "gone-vm", port });
    assert.notDeepEqual(traces(lab.prefix), []);
    await lab.close();
    assert.deepEqual(traces(lab.prefix), []);
  });

  it("leaves nothing after the test process was killed", async () => {
    const program = join(import.meta.dirname, "../machine/abandoned.js");
    const child = spawn(process.execPath, [program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [prefix] = await once(
      createInterface({ input: child.stdout }),
      "line",
    );
    assert.notDeepEqual(traces(prefix), []);
    child.kill("SIGKILL");
    await waitFor(
      "nothing of the killed process is left",
      () => traces(prefix).length === 0,
    );
  });
});

/** Everything on this machine whose name begins with a lab's prefix. */
function traces(prefix: string): string[] {
  const list = (path: string) =>
    existsSync(path)
      ? readdirSync(path)
          .filter((name) => name.startsWith(prefix))
          .map((name) => join(path, name))
      : [];
  return [cgroupRoot(), "/run/netns"].flatMap(list);
}
