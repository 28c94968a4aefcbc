/** An image boots to what its VM was given: name, address, identity, credentials, files, and an agent that answers. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { after, before, describe, it, test } from "node:test";
import { UnitControlService } from "@ghaf/api/proto/systemd/systemd";
import { createRpcClient } from "@ghaf/api/rpc";
import { type LayerFile, type LayerLink, makeVmLayer } from "@ghaf/image";
import { dial, loadTlsIdentity, type TlsFiles } from "@ghaf/transport";
import { waitFor } from "../machine/wait-for.ts";
import { TestAuthority } from "../process/test-authority.ts";
import { type BootedVm, bootVm, machineId } from "./booted-vm.ts";
import { ensureImage, type TestRole } from "./built-image.ts";

const adminAddress = "192.168.100.2";
const agentDeadlineMs = 150_000;

/** Prints what the VM is like to the console, one line each, when it is up. */
const factsUnit = `[Unit]
After=ghaf-ready.service givc-admin.service
[Service]
StandardOutput=tty
TTYPath=/dev/ttyS0
ExecStart=/bin/bash /usr/local/bin/facts
`;

const factFiles = (program: string): LayerFile[] => [
  { path: "/etc/systemd/system/facts.service", content: factsUnit },
  {
    path: "/usr/local/bin/facts",
    content: `fact() { echo "FACT $1=$2"; }\n${program}`,
  },
];

const factLinks: readonly LayerLink[] = [
  {
    path: "/etc/systemd/system/multi-user.target.wants/facts.service",
    target: "../facts.service",
  },
];

const factsProgram = `fact hostname "$(hostname)"
fact machine-id "$(cat /etc/machine-id)"
fact address "$(ip -brief -4 address show dev ethint0 | tr -s ' ')"
fact gateway "$(ip route show default | tr -s ' ')"
fact clock "$(date --utc +%Y)"
fact key "$(stat --format='%a %U:%G' /run/givc/key.pem) $(sha256sum </run/givc/key.pem | cut -c1-64)"
fact folder "$(stat --format='%a %U:%G' /run/givc)"
fact failed "$(systemctl --failed --plain --no-legend | tr '\\n' ' ')"
fact node "$(node --version)"
fact available "$(awk '/MemAvailable/ { print int($2 / 1024) }' /proc/meminfo) MiB"
fact admin "$(systemctl is-active givc-admin.service)"
fact resolved "$(systemctl is-active systemd-resolved.service)"
fact rules "$(nft list ruleset | grep -oE 'established|masquerade' | tr '\\n' ' ')"
fact journal "$(setpriv --reuid ghaf --regid ghaf --init-groups journalctl --quiet --lines=1 --output=cat | wc -l)"
fact end end
`;

interface Guest {
  readonly name: string;
  readonly role: TestRole;
  readonly memoryMib: number;
  readonly address: string;
  /** Of its agent: 8 system VM, 12 app VM. */
  readonly type: number;
}

class Fixture {
  readonly vm: BootedVm;
  readonly guest: Guest;
  readonly keyText: string;

  constructor(vm: BootedVm, guest: Guest, keyText: string) {
    this.vm = vm;
    this.guest = guest;
    this.keyText = keyText;
  }

  static async boot(guest: Guest, authority: TestAuthority): Promise<Fixture> {
    const { name, role, address, memoryMib } = guest;
    const { folder: image } = await ensureImage(role);
    const tls = await authority.issue(name, [address, "127.0.0.1"]);
    const layer = await layerOf(guest, tls);
    const vm = await bootVm({
      ...{ name, role, address, image, layer, memoryMib },
      isAgentReached: true,
    });
    return new Fixture(vm, guest, await readFile(tls.key, "utf8"));
  }

  /** What the facts unit printed, once it is done. */
  async facts(): Promise<ReadonlyMap<string, string>> {
    const text = await waitFor(
      `facts of ${this.guest.name}`,
      async () => {
        const seen = await this.vm.console();
        return seen.includes("FACT end=end") && seen;
      },
      agentDeadlineMs,
    );
    return new Map(
      [...text.matchAll(/FACT ([a-z-]+)=(.*?)\r?$/gm)].map(
        ([, fact = "", value = ""]) => [fact, value.trim()],
      ),
    );
  }
}

async function layerOf(guest: Guest, tls: TlsFiles): Promise<Uint8Array> {
  const config = agentConfig(guest);
  return makeVmLayer({
    credentials: {
      "givc.ca-cert.pem": await readFile(tls.caCert),
      "givc.cert.pem": await readFile(tls.cert),
      "givc.key.pem": await readFile(tls.key),
    },
    files: [
      { path: "/etc/givc-agent/config.json", content: JSON.stringify(config) },
      { path: "/etc/nftables.conf", content: packetFilter(guest) },
      ...(guest.role === "admin" ? [adminConfig(guest)] : []),
      ...factFiles(factsProgram),
    ],
    links: factLinks,
  });
}

/** With what the filters of planned VMs need of the kernel. */
function packetFilter({ role }: Guest): string {
  const nat = `chain out {
    type nat hook postrouting priority srcnat
    ip saddr 192.168.100.0/24 masquerade
  }`;
  return `table inet ghaf {
  chain input {
    type filter hook input priority filter; policy drop;
    ct state established accept
    iifname { lo, ethint0 } accept
  }
  ${role === "net" ? nat : ""}
}
`;
}

function adminConfig({ address }: Guest): LayerFile {
  const config = {
    listen: [`${address}:9001`],
    sourceAddr: address,
    useTls: true,
    caCert: "/run/givc/ca-cert.pem",
    hostCert: "/run/givc/cert.pem",
    hostKey: "/run/givc/key.pem",
  };
  const path = "/etc/givc-admin/config.json";
  return { path, content: JSON.stringify(config) };
}

function agentConfig({ name, address, type }: Guest) {
  const transport = (of: string, addr: string, port: string) => ({
    transport: { name: of, addr, port, protocol: "tcp" },
  });
  return {
    identity: {
      name,
      type,
      subType: type + 1,
      parent: `microvm@${name}.service`,
    },
    network: {
      admin: transport("admin-vm", adminAddress, "9001"),
      agent: transport(name, address, "9000"),
      tls: {
        enable: true,
        caCertPath: "/run/givc/ca-cert.pem",
        certPath: "/run/givc/cert.pem",
        keyPath: "/run/givc/key.pem",
      },
    },
    capabilities: {},
  };
}

const guests: readonly Guest[] = [
  {
    ...{ name: "admin-vm", role: "admin", address: "192.168.100.10" },
    ...{ type: 8, memoryMib: 320 },
  },
  {
    ...{ name: "net-vm", role: "net", address: "192.168.100.1" },
    ...{ type: 8, memoryMib: 192 },
  },
  {
    ...{ name: "test-vm", role: "app", address: "192.168.100.100" },
    ...{ type: 12, memoryMib: 192 },
  },
];

/** What programs of the VM have beside its own, at the least. */
const leastAvailableMib = 16;

describe("the image of a role", () => {
  let authority: TestAuthority;

  before(async () => {
    authority = await TestAuthority.create();
  });
  after(async () => await authority.remove());

  for (const guest of guests) {
    it(`boots as ${guest.name}, whose agent is a service of the ${guest.role === "app" ? "account" : "system"}`, async (t) => {
      const fixture = await Fixture.boot(guest, authority);
      try {
        await bootedAsGiven(fixture, authority, (line) => t.diagnostic(line));
      } catch (error) {
        t.diagnostic((await fixture.vm.console()).slice(-3_000));
        throw error;
      } finally {
        await fixture.vm.close();
      }
    });
  }
});

test("a VM whose packet filter does not load is off its networks", async () => {
  const [guest] = guests.slice(-1);
  assert.ok(guest !== undefined);
  const { name, role, address } = guest;
  const { folder: image } = await ensureImage(role);
  const layer = makeVmLayer({
    credentials: {},
    files: [
      { path: "/etc/nftables.conf", content: "table inet ghaf {" },
      ...factFiles('fact link "$(ip -brief link show dev ethint0)"\n'),
    ],
    links: factLinks,
  });
  const vm = await bootVm({ name, role, address, image, layer });
  try {
    await vm.said(
      "STATUS off its networks: the packet filter could not be set up",
    );
    const text = await waitFor(
      "the state of the card",
      async () => /FACT link=.*\r/.exec(await vm.console())?.[0],
      agentDeadlineMs,
    );
    assert.match(text, / DOWN /);
  } finally {
    await vm.close();
  }
});

async function bootedAsGiven(
  fixture: Fixture,
  authority: TestAuthority,
  tell: (line: string) => void,
): Promise<void> {
  const { vm, guest } = fixture;
  vm.tell("TIME 4070908800000"); // 2099: later than any real clock
  vm.tell(`SEED ${Buffer.alloc(32, 7).toString("base64")}`);
  const ready = await vm.said("READY");
  const facts = await fixture.facts();
  const keyHash = sha256Of(fixture.keyText);
  assert.deepEqual(
    [...facts].filter(([name]) => !["available", "node"].includes(name)),
    [
      ["hostname", guest.name],
      ["machine-id", machineId],
      ["address", `ethint0 UP ${guest.address}/24`],
      ["gateway", `default via ${adminAddress} dev ethint0`],
      ["clock", "2099"],
      ["key", `440 root:users ${keyHash}`],
      ["folder", "750 root:users"],
      ["failed", ""],
      ["admin", guest.role === "admin" ? "active" : "inactive"],
      ["resolved", guest.role === "net" ? "active" : "inactive"],
      ["rules", `established${guest.role === "net" ? " masquerade" : ""}`],
      ["journal", "1"],
      ["end", "end"],
    ],
  );
  assert.match(facts.get("node") ?? "", /^v20\./);
  const available = Number.parseInt(facts.get("available") ?? "", 10);
  assert.ok(available >= leastAvailableMib, `${available} MiB available`);
  vm.tell(`TIME ${Date.now()}`); // certificates are valid today
  const begun = performance.now();
  assert.equal(await activeAgent(fixture, authority), "active");
  const answered = (performance.now() - begun) / 1_000;
  vm.tell("POWEROFF");
  const stopping = await vm.said("STOPPING");
  const ended = await vm.ended();
  tell(
    `READY ${ready.toFixed(1)} s, agent answers ${answered.toFixed(1)} s later, POWEROFF takes ${(ended - stopping).toFixed(1)} s from STOPPING; ${facts.get("available")} available`,
  );
}

/** What the agent says of its own unit, in the system or in the account's manager. */
async function activeAgent(
  { vm, guest }: Fixture,
  authority: TestAuthority,
): Promise<string | undefined> {
  const files = await authority.issue("admin-vm", [adminAddress]);
  const tls = await loadTlsIdentity(files);
  const endpoint = {
    kind: "tcp",
    host: "127.0.0.1",
    port: await vm.agentPort(),
  } as const;
  const transport = dial({ endpoint, serverName: guest.name }, { tls });
  try {
    const client = createRpcClient(UnitControlService, transport);
    const own = { UnitName: `givc-${guest.name}.service` };
    // It answers before it has told its manager that it is ready.
    return await waitFor(
      `the agent of ${guest.name}`,
      async () => {
        const { UnitStatus } = await client.getUnitStatus(own);
        const state = UnitStatus?.ActiveState;
        return state !== "activating" && state;
      },
      agentDeadlineMs,
    );
  } finally {
    transport.close();
    tls.close();
  }
}

function sha256Of(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
