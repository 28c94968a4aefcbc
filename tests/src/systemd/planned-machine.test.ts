/** The planned files of machines on machines: a systemd of Debian 13 that reads them as it boots. */

import assert from "node:assert/strict";
import { basename } from "node:path";
import { after, before, describe, it } from "node:test";
import { succeed } from "../machine/command.ts";
import type { GuestFile } from "../machine/guest-files.ts";
import { type Lab, openLab } from "../machine/lab.ts";
import type { Machine } from "../machine/machine.ts";
import type { Port } from "../machine/network.ts";
import { waitFor } from "../machine/wait-for.ts";
import { plannedFiles, type Tree, textOf } from "../plan/golden-trees.ts";
import { plannedFor, privateText } from "./planned-device.ts";

/** What planned files are read by, beside what every test machine has. */
const READERS = [
  ...["initramfs-tools-core", "nftables", "openssh-server", "sudo"],
  "systemd-resolved",
];

function filesOf(tree: Tree, system: string): readonly GuestFile[] {
  return plannedFiles(/^\//)
    .filter((file) => file.example === tree && file.system === system)
    .map((file) => ({ path: file.path, content: textOf(file) }));
}

describe("the VM that routes", () => {
  let lab: Lab;
  let machine: Machine;

  before(async () => {
    lab = await openLab(READERS);
    const network = await lab.startNetwork();
    const port = await network.attach("192.168.101.78");
    await asNetVm(port);
    const files = filesOf("instance", "net-vm");
    machine = await lab.startMachine({ name: "net-vm", port, files });
  });
  after(() => lab?.close());

  it("asks whom it was told to ask outside, and nobody else", async () => {
    const show = ["resolvectl", "status", "--no-pager"];
    const status = await machine.succeed(show);
    assert.match(status, /DNS Servers: 192\.168\.102\.3\n/);
    assert.doesNotMatch(status, /\+LLMNR|\+mDNS|DNSSEC=yes/);
    assert.doesNotMatch(status, /Fallback DNS/);
  });

  it("answers the others for every machine of the device", async () => {
    for (const server of ["192.168.100.1", "192.168.101.1"]) {
      assert.match(await answer(server, "app-vm"), /^192\.168\.100\.\d+$/);
      assert.equal(await answer(server, "net-vm"), "192.168.100.1");
    }
    assert.match(
      await machine.succeed(["getent", "ahostsv4", "admin-vm"]),
      /^192\.168\.100\.10 /,
    );
  });

  it("starts all that without a complaint", async () => {
    const failed = ["--failed", "--plain", "--no-legend"];
    assert.equal(await machine.systemctl(failed), "");
    // Of what it does not understand it names file and line.
    const files = /\/50-ghaf\S*:\d+/;
    assert.doesNotMatch(await machine.journal(), files);
  });

  async function answer(server: string, name: string): Promise<string> {
    const script = `
      const resolver = new (require("node:dns").promises.Resolver)();
      resolver.setServers([process.argv[1]]);
      resolver.resolve4(process.argv[2]).then(([first]) => console.log(first));
    `;
    const argv = ["node", "--eval", script, server, name];
    return (await machine.succeed(argv)).trim();
  }
});

describe("a VM with files, units and people", () => {
  let lab: Lab;
  let machine: Machine;

  before(async () => {
    lab = await openLab(READERS);
    const files = plannedFor("app-vm", {})
      // There is no host here whose directory it could mount.
      .filter(({ path }) => path !== "/etc/fstab");
    machine = await lab.startMachine({ name: "app-vm", files });
    // It can be used before all that it starts has been started.
    await machine.exec(["systemctl", "is-system-running", "--wait"]);
  });
  after(() => lab?.close());

  it("has files that belong to whom they shall", async () => {
    const stat = ["stat", "--format=%a %U:%G", "/etc/hello.conf"];
    assert.equal(await machine.succeed(stat), "640 ghaf:users\n");
  });

  it("has started the units that shall be started, and not those that are masked", async () => {
    const state = (unit: string, what: string) =>
      machine.unitProperty(unit, what);
    assert.equal(await state("hello@you.service", "ActiveState"), "active");
    assert.equal(await state("systemd-logind.service", "UMask"), "0077");
    assert.equal(await state("systemd-rfkill.socket", "LoadState"), "masked");
    assert.equal(await state("systemd-logind.service", "LoadState"), "loaded");
    const failed = ["--failed", "--plain", "--no-legend"];
    assert.equal(await machine.systemctl(failed), "");
  });

  it("logs as much as it shall", async () => {
    const level = ["show", "--value", "-p", "LogLevel"];
    assert.equal(await machine.systemctl(level), "notice\n");
    for (const priority of ["info", "notice"]) {
      const say = ["systemd-cat", "-t", "said", "-p", priority];
      await machine.succeed([...say, "echo", `in ${priority}`]);
    }
    const said = await waitFor("a message", async () => {
      const text = await machine.journal();
      return text.includes("in notice") && text;
    });
    assert.doesNotMatch(said, /in info/);
  });

  it("lets in by key the person and root, and makes its own key for that", async () => {
    // Images have no key, unlike the trees that machines of tests are made of.
    await machine.systemctl(["stop", "ssh.service"]);
    await machine.succeed(["sh", "-c", "rm /etc/ssh/ssh_host_*"]);
    await machine.writeFile("/root/key", privateText());
    await machine.succeed(["chmod", "600", "/root/key"]);
    const options = ["-i", "/root/key", "-oBatchMode=yes"];
    const ssh = ["ssh", ...options, "-oStrictHostKeyChecking=accept-new"];
    for (const name of ["ghaf", "root"]) {
      const told = await machine.succeed([
        ...ssh,
        `${name}@127.0.0.1`,
        "id -un",
      ]);
      assert.equal(told, `${name}\n`);
    }
    const key = "/etc/ssh/ssh_host_ed25519_key";
    const stat = ["stat", "--format=%a %U", key, `${key}.pub`];
    assert.equal(await machine.succeed(stat), "600 root\n600 root\n");
  });

  it("lets in nobody else, and nobody by password", async () => {
    const keyless = ["ssh", "-oBatchMode=yes", "-oIdentitiesOnly=yes"];
    const refused = await machine.exec([...keyless, "root@127.0.0.1", "true"]);
    assert.equal(refused.code, 255);
    assert.match(refused.stderr, /Permission denied \(publickey\)/);
  });
});

describe("a host", () => {
  let lab: Lab;
  let machine: Machine;

  before(async () => {
    lab = await openLab(READERS);
    const account = { user: "operator", uid: 1234, password: "secret word" };
    const network = await lab.startNetwork();
    const files = plannedFor("ghaf-host", account)
      // There are no VMs here that it could start.
      .filter(({ path }) => !path.endsWith("/spec.json"));
    machine = await lab.startMachine({
      ...{ name: "ghaf-host", files, ownNetwork: true },
      port: await network.attach("192.168.101.77"),
    });
  });
  after(() => lab?.close());

  it("makes the account with its groups, and the password that was set", async () => {
    // Machines of tests leave it out when they boot, and /etc of theirs is never behind.
    const script = `
      cd /etc/systemd/system
      rm -f systemd-sysusers.service /etc/.updated
      systemctl daemon-reload
      systemctl start systemd-sysusers.service
    `;
    await machine.succeed(["sh", "-euc", script]);
    const id = await machine.succeed(["id", "operator"]);
    assert.match(id, /^uid=1234\(operator\) gid=\d+\(operator\)/);
    for (const group of ["wheel", "video"]) assert.match(id, RegExp(group));
    const shadow = await machine.succeed(["getent", "shadow", "operator"]);
    const hash = shadow.split(":")[1] ?? "";
    const compare =
      "use strict; print crypt($ARGV[0], $ARGV[1]) eq $ARGV[1] ? 'same' : 'other'";
    const crypt = ["perl", "-e", compare, "secret word", hash];
    assert.equal(await machine.succeed(crypt), "same");
  });

  it("lets the person become root, with the password", async () => {
    await machine.succeed(["visudo", "--check", "--strict"]);
    const may = await machine.succeed(["sudo", "-l", "-U", "operator"]);
    assert.match(may, /\(ALL : ALL\) ALL/);
  });

  it("makes the home and the directory that VMs share", async () => {
    await machine.succeed(["systemd-tmpfiles", "--create", "--prefix=/home"]);
    await machine.succeed([
      "systemd-tmpfiles",
      "--create",
      "--prefix=/storagevm",
    ]);
    const shares = "/storagevm/shared/shares";
    const places = ["/home/operator", shares, `${shares}/Unsafe-app-vm-share`];
    const stat = ["stat", "--format=%a %U:%G", ...places];
    assert.deepEqual((await machine.succeed(stat)).trim().split("\n"), [
      "700 operator:operator",
      ...["700 operator:users", "700 operator:users"],
    ]);
  });

  it("has no units of parts of systemd that it shall not have", async () => {
    for (const unit of ["polkit.service", "remote-fs.target"]) {
      assert.equal(await machine.unitProperty(unit, "LoadState"), "masked");
    }
    const failed = ["--failed", "--plain", "--no-legend"];
    assert.equal(await machine.systemctl(failed), "");
  });

  it("loads its modules, in the initial RAM disk and later", async () => {
    const load = "/usr/lib/systemd/systemd-modules-load";
    const { stderr } = await machine.exec([load]);
    const named = [...stderr.matchAll(/Failed to find module '(\w+)'/g)];
    assert.deepEqual(
      named.map(([, name]) => name),
      ["first_module", "second_module"],
    );
    const script = `
      . /usr/share/initramfs-tools/hook-functions
      force_load() { echo "$1"; }
      add_modules_from_file /etc/initramfs-tools/modules
    `;
    const listed = await machine.succeed(["sh", "-c", script]);
    assert.equal(listed, "vfio\nvfio_pci\n");
  });

  it("boots its kernel with the words that it shall have", async () => {
    const script = `
      mkdir -p /boot/loader/entries /boot/token/6.12
      cd /tmp && : >kernel
      KERNEL_INSTALL_LAYOUT=bls KERNEL_INSTALL_MACHINE_ID=token KERNEL_INSTALL_ENTRY_TOKEN=token \
      KERNEL_INSTALL_BOOT_ROOT=/boot KERNEL_INSTALL_VERBOSE=0 KERNEL_INSTALL_STAGING_AREA=/tmp/none \
        /usr/lib/kernel/install.d/90-loaderentry.install add 6.12 /boot/token/6.12 kernel
      grep ^options /boot/loader/entries/*
    `;
    assert.match(
      await machine.succeed(["sh", "-euc", script]),
      /^options +iommu=pt splash quiet loglevel=0 udev\.log_priority=3/,
    );
  });

  it("makes the bridge of its VMs, and lets in who may come", async () => {
    const bridge = ["ip", "-brief", "-4", "address", "show", "virbr0"];
    await waitFor("the bridge", async () =>
      /192\.168\.101\.2/.test(await machine.succeed(bridge)),
    );
    const rules = await machine.succeed([
      "nft",
      "list",
      "table",
      "inet",
      "ghaf",
    ]);
    assert.match(rules, /policy drop/);
  });
});

/** What the guest's init does before systemd: a card to the others. */
async function asNetVm({ namespacePath }: Port): Promise<void> {
  const ip = ["ip", "-n", basename(namespacePath)];
  const steps = [
    ...["link delete eth0", "link add ethint0 type bridge"],
    "address add 192.168.100.1/24 dev ethint0",
    "address add 192.168.101.1/24 dev ethint0",
    "link set ethint0 up",
  ];
  for (const step of steps) await succeed([...ip, ...step.split(" ")]);
}
