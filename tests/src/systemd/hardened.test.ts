/** Hardened units before a systemd of Debian 13: it understands every line, they are less exposed, and they still do their work. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { type Lab, openLab } from "../machine/lab.ts";
import type { Machine } from "../machine/machine.ts";
import { waitFor } from "../machine/wait-for.ts";
import { guests, stateFiles } from "../vm/state-dir.ts";
import { hardenedFiles, microvmUnit, PACKAGES } from "./hardened-device.ts";

const files = hardenedFiles();
/** As they are checked: a template is checked as one of its instances. */
const units = [...files.keys()].map((unit) => unit.replace("@.", "@1000."));
/** All but ours. */
const debians = units.filter((unit) => !unit.startsWith("microvm@"));

const RUNNER = join(
  import.meta.dirname,
  "../../../programs/runner/dist/bundle/ghaf-runner.cjs",
);

/** For root alone, as what a VM writes must be. */
const CLOSED = "/srv/closed";

/** A guest that halts at once. */
function stateOfVm() {
  const spec = {
    user: "ghaf",
    taps: [{ name: "tap-app-vm", bridge: "br0" }],
    shares: [{ tag: "data", source: `${CLOSED}/data`, socket: "data.sock" }],
    tpm: { socket: "tpm.sock", state: "tpm" },
  };
  const state = stateFiles({ guest: guests.halted, spec });
  return Object.entries(state).map(([name, content]) => ({
    ...{ path: `/var/lib/microvms/app-vm/${name}`, content },
  }));
}

/** For those who wait until the network is up. */
const network = {
  path: "/etc/systemd/network/10-tests.network",
  content:
    "[Match]\nName=eth0\n[Network]\nAddress=192.168.101.79/24\nLinkLocalAddressing=no\n",
};

/** Machines of tests mask some, and Debian has conditions for some that hold outside containers only. */
const UNMASK = `
cd /etc/systemd/system
for unit; do
  [ ! -L "$unit" ] || [ "$(readlink "$unit")" != /dev/null ] || rm "$unit"
  mkdir -p "$unit.d"
  printf '[Unit]\\nConditionVirtualization=\\n' >"$unit.d/90-tests.conf"
done
systemctl daemon-reload
`;

describe("hardened units", () => {
  let lab: Lab;
  let plain: Machine;
  let machine: Machine;

  before(async () => {
    const ofVms = ["qemu-system-x86", "swtpm", "virtiofsd"];
    const others = [...ofVms, "logrotate", "nftables", "sudo"];
    lab = await openLab([...PACKAGES, ...others]);
    const place = await lab.startNetwork();
    plain = await lab.startMachine({ name: "plain" });
    machine = await lab.startMachine({
      ...{ name: "hardened", ownNetwork: true },
      port: await place.attach("192.168.101.79"),
      files: [...files.values(), network, microvmUnit(), ...stateOfVm()],
      binds: [{ from: RUNNER, to: "/usr/lib/ghaf/ghaf-runner.cjs" }],
    });
    for (const one of [plain, machine]) {
      await one.succeed(["sh", "-euc", UNMASK, "sh", ...debians]);
    }
  });
  after(() => lab?.close());

  it("are all of them, and Debian has each", async () => {
    assert.equal(units.length, 30);
    const states = await Promise.all(
      debians.map((unit) => machine.unitProperty(unit, "LoadState")),
    );
    assert.deepEqual([...new Set(states)], ["loaded"]);
  });

  it("are understood to the last line", async () => {
    const verify = ["systemd-analyze", "verify", "--man=no", ...debians];
    const { stderr } = await machine.exec(verify);
    assert.doesNotMatch(stderr, /50-ghaf/);
    assert.doesNotMatch(await machine.journal(), /50-ghaf\S*:\d+/);
  });

  it("are less exposed than Debian's, each of them", async (t) => {
    const [open, hardened] = await Promise.all([
      exposures(plain),
      exposures(machine),
    ]);
    assert.equal(hardened.size, debians.length);
    for (const [unit, exposure] of hardened) {
      const before = open.get(unit) ?? 0;
      t.diagnostic(`${unit}: ${exposure}, without ${before}`);
      assert.ok(exposure < before, `${unit}: ${exposure}, was ${before}`);
    }
  });

  it("start, where a container has what they need", async () => {
    for (const unit of debians.filter((one) => !ELSEWHERE.test(one))) {
      await machine.systemctl(["restart", unit]);
      const result = await machine.unitProperty(unit, "Result");
      assert.equal(result, "success", await machine.journal(unit));
    }
    const still = ["dbus.service", "systemd-tmpfiles-setup.service"];
    for (const unit of [...still, "user@1000.service"]) {
      assert.equal(await machine.unitProperty(unit, "ActiveState"), "active");
    }
  });

  it("let people work: the bus, a folder of theirs, and namespaces as browsers make them", async () => {
    await machine.succeed(["busctl", "list"], { user: "ghaf" });
    const type = ["findmnt", "--noheadings", "--output=FSTYPE"];
    assert.equal(await machine.succeed([...type, "/run/user/1000"]), "tmpfs\n");
    const inManager = ["systemd-run", "--user", "--wait", "--quiet", "--pipe"];
    const browser = ["unshare", "--user", "--map-root-user", "id", "-u"];
    const argv = [...inManager, ...browser];
    assert.equal(await machine.succeed(argv, { user: "ghaf" }), "0\n");
  });

  it("let in by SSH who may then become root", async () => {
    const made = await machine.succeed(["sh", "-euc", SSH]);
    assert.equal(made, "ghaf\nroot\n");
  });

  it("tidy up and rotate files of others, whose they stay", async () => {
    await machine.succeed(["sh", "-euc", FILES_OF_OTHERS]);
    await machine.systemctl(["start", "systemd-tmpfiles-clean.service"]);
    await machine.systemctl(["start", "logrotate.service"]);
    const list = "stat --format='%n %a %U' /var/tmp/tests/* /var/log/tests.*";
    assert.deepEqual((await machine.succeed(["sh", "-c", list])).split("\n"), [
      ...["/var/tmp/tests/new 644 ghaf", "/var/log/tests.log 640 ghaf"],
      ...["/var/log/tests.log.1 640 ghaf", ""],
    ]);
  });

  it("run a VM: its QEMU emulates, has a tap, a directory and a TPM beside it, and ends when it shall", async () => {
    // As udev makes it; here it is as on the machine of the tests.
    await machine.succeed(["chmod", "666", "/dev/net/tun"]);
    const folders = [CLOSED, `${CLOSED}/data`];
    await machine.succeed(["mkdir", "--mode=0700", ...folders]);
    const ip = ["ip", "link"];
    await machine.succeed([...ip, "add", "br0", "type", "bridge"]);
    const unit = "microvm@app-vm.service";
    await machine.systemctl(["start", "--no-block", unit]);
    await waitFor("QEMU", async () =>
      /QEMU runs.*"accelerator":"tcg"/.test(await machine.journal(unit)),
    );
    const port = await machine.succeed([...ip, "show", "tap-app-vm"]);
    assert.match(port, /master br0/);
    await machine.succeed(["pgrep", "-x", "virtiofsd"]);
    await machine.succeed(["pgrep", "-x", "swtpm"]);
    const status = "cat /proc/$(pgrep qemu-system)/status";
    const said = await machine.succeed(["sh", "-c", status]);
    assert.match(said, /^Uid:\t1000\t1000\t1000\t1000$/m);
    assert.match(said, /^NoNewPrivs:\t1$/m);
    await machine.systemctl(["stop", unit]);
    assert.match(await machine.journal(unit), /"needed":"term"/);
  });

  it("know the network", async () => {
    const devices = ["nmcli", "--terse", "--fields=DEVICE", "device"];
    assert.match(await machine.succeed(devices), /^eth0$/m);
    const rules = await machine.succeed(["nft", "list", "ruleset"]);
    assert.match(rules, /table inet filter/);
  });
});

/** What they are for is in no container, or they were started with the machine and cannot be again. */
const ELSEWHERE =
  /^(auditd|bluetooth|dbus|systemd-rfkill|systemd-tmpfiles-setup|tpm2-abrmd|user@1000|user-runtime-dir@1000)\.service$/;

const SSH = `
ssh-keygen -q -t ed25519 -N "" -f /root/key
mkdir -p /home/ghaf/.ssh
cp /root/key.pub /home/ghaf/.ssh/authorized_keys
chown -R ghaf: /home/ghaf/.ssh
echo 'ghaf ALL = NOPASSWD: ALL' >/etc/sudoers.d/tests
ssh -i /root/key -oBatchMode=yes -oStrictHostKeyChecking=accept-new \
  ghaf@127.0.0.1 'id -un; sudo id -un'
`;

const FILES_OF_OTHERS = `
mkdir -m 1777 /var/tmp/tests
echo 'd /var/tmp/tests 1777 root root m:1d' >/etc/tmpfiles.d/tests.conf
for name in old new; do
  touch /var/tmp/tests/$name
  chown ghaf: /var/tmp/tests/$name
done
touch --date=-2days /var/tmp/tests/old
printf '/var/log/tests.log {\n size 1\n rotate 1\n create 0640 ghaf ghaf\n}\n' \
  >/etc/logrotate.d/tests
echo text >/var/log/tests.log
chown ghaf: /var/log/tests.log
chmod 640 /var/log/tests.log
`;

async function exposures(
  machine: Machine,
): Promise<ReadonlyMap<string, number>> {
  const analyze = ["systemd-analyze", "security", "--no-pager"];
  const security = [...analyze, "--offline=true", ...debians];
  const { stdout, stderr } = await machine.exec(security);
  assert.equal(stderr, "");
  const said = stdout.matchAll(/exposure level for (\S+): (\d+\.\d) /g);
  return new Map([...said].map(([, unit = "", n]) => [unit, Number(n)]));
}
