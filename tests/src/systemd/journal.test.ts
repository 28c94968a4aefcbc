/** `ghaf logs`: the journals of real systemds, read by system and user agents, through the admin. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Finished } from "../machine/command.ts";
import { waitFor } from "../machine/wait-for.ts";
import { expectOk } from "./expectations.ts";
import { ADMIN, Fleet, type Member } from "./fleet.ts";

const CHATTER = {
  name: "chatter.service",
  content: `[Service]
Type=oneshot
ExecStart=/bin/sh -c 'echo first; printf "\\\\033[2Jsecond\\\\n"; echo "<4>third"'
`,
};

/**
 * It stays: the journal asks the kernel whose unit a process of a user is when it
 * reads what that has said, and what of one that has ended by then is of no unit.
 */
const PARROT = {
  name: "parrot.service",
  manager: "user",
  content: `[Service]
Type=exec
ExecStart=/bin/sh -c 'echo of a user; exec sleep infinity'
`,
} as const;

describe("ghaf logs", () => {
  let fleet: Fleet;
  let net: Member;
  let app: Member;

  before(async () => {
    fleet = await Fleet.open();
    await fleet.startAdmin();
    [net, app] = await Promise.all([
      fleet.startAgent({
        ...{ name: "net-vm", address: "192.168.101.1", type: 8 },
        capabilities: {},
        units: [CHATTER],
      }),
      fleet.startAgent({
        ...{ name: "app-vm", address: "192.168.101.21", type: 12 },
        capabilities: {},
        units: [PARROT],
      }),
    ]);
    for (const { name } of [net, app]) {
      const args = ["--retry", "60", `givc-${name}.service`];
      expectOk(await fleet.cli(net, "test", "ensure", ...args));
    }
  });
  after(() => fleet?.close());

  it("shows a unit of a system VM, and of its manager what is about it", async () => {
    await net.machine.systemctl(["start", CHATTER.name]);
    const found = await logged(net, ["net-vm", "chatter"], "third");
    const said = found.filter(({ identifier }) => identifier !== "systemd");
    assert.deepEqual(
      said.map(({ message, priority }) => [message, priority]),
      [
        ["first", 6],
        ["\u001b[2Jsecond", 6],
        ["third", 4],
      ],
    );
    for (const { machine, unit, pid } of found) {
      assert.deepEqual([machine, unit], ["net-vm", CHATTER.name]);
      assert.ok(pid !== null);
    }
    assert.ok(found.length > said.length, "systemd tells of the start");
    const { stdout } = await logs(net, ["net-vm", "chatter"]);
    assert.ok(!stdout.includes("\u001b"));
    assert.match(stdout, / net-vm \S+\[\d+\]: \\x1b\[2Jsecond\n/);
  });

  it("shows a unit of a user, whose agent reads what the system has logged too", async () => {
    await app.machine.succeed(["systemctl", "--user", "start", PARROT.name], {
      user: "ghaf",
    });
    await logged(net, ["app-vm", "parrot"], "of a user");
    const system = await entries(net, ["app-vm", "systemd-logind"]);
    assert.ok(system.length > 0);
  });

  it("shows the machine of the admin, and of all machines each", async () => {
    const own = await entries(net, [ADMIN.name, "givc-admin"]);
    assert.ok(own.some(({ identifier }) => identifier === "systemd"));
    const all = await entries(net, ["-n", "5"]);
    const names = new Set(all.map(({ machine }) => machine));
    assert.deepEqual([...names].sort(), ["admin-vm", "app-vm", "net-vm"]);
    const times = all.map(({ time }) => time);
    assert.deepEqual(times, times.toSorted());
    assert.equal(all.length, 15);
  });

  it("follows, and leaves no journalctl behind", async () => {
    const words = command(["net-vm", "chatter", "-f", "-n", "1", "-o", "json"]);
    const program = await net.machine.start(words);
    let output = "";
    program.child.stdout.on("data", (text) => {
      output += text;
    });
    await waitFor("the last line", async () => output.includes("\n"));
    const before = output.length;
    await net.machine.systemctl(["start", CHATTER.name]);
    await waitFor("a new line", async () =>
      output.slice(before).includes('"message":"first"'),
    );
    const readers = async () => {
      const { stdout } = await net.machine.exec(["pgrep", "-c", "journalctl"]);
      return Number(stdout);
    };
    // Those of earlier questions may be about to end.
    await waitFor("one journalctl", async () => (await readers()) === 1);
    await program.signal("SIGINT");
    await waitFor("the end of journalctl", async () => {
      return (await readers()) === 0;
    });
  });

  it("names a machine that is not there", async () => {
    const outcome = await logs(net, ["nt-vm"]);
    assert.equal(outcome.code, 3);
    assert.match(outcome.stderr, /did you mean net-vm\?/);
  });
});

interface Shown {
  readonly time: string;
  readonly machine: string;
  readonly unit: string | null;
  readonly identifier: string | null;
  readonly pid: number | null;
  readonly priority: number;
  readonly message: string;
}

/** Once the journal has that message, which it may take a moment after the unit has said it. */
async function logged(
  from: Member,
  words: readonly string[],
  text: string,
): Promise<readonly Shown[]> {
  return await waitFor(`the journal has "${text}"`, async () => {
    const found = await entries(from, words);
    return found.some(({ message }) => message === text) && found;
  });
}

async function entries(
  from: Member,
  words: readonly string[],
): Promise<readonly Shown[]> {
  const outcome = await logs(from, [...words, "-o", "json"]);
  expectOk(outcome);
  const lines = outcome.stdout.trimEnd().split("\n");
  return lines.filter(Boolean).map((line): Shown => JSON.parse(line));
}

function logs(from: Member, words: readonly string[]): Promise<Finished> {
  return from.machine.exec(command(words));
}

function command(words: readonly string[]): readonly string[] {
  const files = "/etc/givc";
  return [
    ...["node", "/usr/lib/ghaf/cli/ghaf.cjs", "logs"],
    ...["--addr", ADMIN.address, "--name", ADMIN.name],
    ...["--cacert", `${files}/ca-cert.pem`],
    ...["--cert", `${files}/cert.pem`, "--key", `${files}/key.pem`],
    ...words,
  ];
}
