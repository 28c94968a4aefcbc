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

/** What planned files are read by, beside what every test machine has. */
const READERS = ["nftables", "systemd-resolved"];

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
    const outside = await network.attach("192.168.101.77");
    await lab.startMachine({ ...OUTSIDE, port: outside });
    const port = await network.attach("192.168.101.78");
    await asNetVm(port);
    const files = filesOf("instance", "net-vm");
    machine = await lab.startMachine({
      ...{ name: "net-vm", port, files, ownNetwork: true },
    });
  });
  after(() => lab?.close());

  it("takes the address and the way that it is offered outside", async () => {
    const route = () => machine.succeed(["ip", "route", "show", "default"]);
    await waitFor("a way out", async () =>
      /via 203\.0\.113\.1 dev ethext0/.test(await route()),
    );
    const shown = ["ip", "-brief", "-4", "address", "show", "ethext0"];
    assert.match(
      await machine.succeed(shown),
      /ethext0\S* +UP +203\.0\.113\.\d+/,
    );
  });

  it("keeps the addresses that its init gave to the card inside", async () => {
    const shown = ["ip", "-brief", "-4", "address", "show", "ethint0"];
    assert.match(
      await machine.succeed(shown),
      /192\.168\.100\.1\/24 192\.168\.101\.1\/24/,
    );
  });

  it("asks whom it was told to ask outside, and nobody else", async () => {
    const status = await machine.succeed([
      "resolvectl",
      "status",
      "--no-pager",
    ]);
    assert.match(status, /DNS Servers: 192\.0\.2\.53\n/);
    assert.doesNotMatch(status, /203\.0\.113|\+LLMNR|\+mDNS|DNSSEC=yes/);
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
    const files = /\/(50-ghaf\S*|20-uplink\.network):\d+/;
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

/** Somebody who hands out addresses. */
const OUTSIDE = {
  name: "outside",
  ownNetwork: true,
  units: [
    {
      name: "hands-out.service",
      wantedBy: "multi-user.target",
      content: [
        ...["[Unit]", "Wants=systemd-networkd.service"],
        ...["[Service]", "ExecStart=/usr/bin/sleep infinity"],
      ].join("\n"),
    },
  ],
  files: [
    {
      path: "/etc/systemd/network/eth0.network",
      content: [
        ...["[Match]", "Name=eth0", "[Network]", "DHCPServer=yes"],
        ...["Address=203.0.113.1/24", "[DHCPServer]", "EmitDNS=yes"],
        ...["DNS=203.0.113.1", "EmitRouter=yes", ""],
      ].join("\n"),
    },
  ],
};

/** What QEMU and the guest's init do before systemd: one card to the others, one that leads out. */
async function asNetVm({ namespacePath }: Port): Promise<void> {
  const ip = ["ip", "-n", basename(namespacePath)];
  const steps = [
    ...["link set eth0 down", "address flush dev eth0"],
    ...["link set eth0 name ethext0", "link add ethint0 type bridge"],
    "address add 192.168.100.1/24 dev ethint0",
    "address add 192.168.101.1/24 dev ethint0",
    "link set ethint0 up",
  ];
  for (const step of steps) await succeed([...ip, ...step.split(" ")]);
}
