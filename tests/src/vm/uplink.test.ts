/** The VM that routes reaches what is outside through passt, answers for names, and crashes without passt. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { start, succeed } from "../machine/command.ts";
import { processesBelow } from "./below.ts";
import { namespaceOf, plannedVm, startPlanned, telling } from "./planned-vm.ts";

const OWN = "203.0.113.5";
const SERVER = "203.0.113.7";
const SOCKET = "uplink.sock";
/** The runner's exit status when its VM has crashed. */
const CRASHED = 5;

const FACTS = telling({
  address: "ip -brief -4 address show dev ethext0",
  way: "ip route show default",
  inside: "ip -brief -4 address show dev ethint0",
  outside: `timeout 60 bash -c 'cat </dev/tcp/${SERVER}/8080'`,
  resolver: "resolvectl dns | grep Global",
  names: "resolvectl query --legend=no admin-vm",
  listening: "ss --listening --no-header --numeric --udp 'sport = :53'",
  filter: shownTime("nftables.service", "ActiveEnter"),
  card: shownTime("ghaf-uplink.service", "InactiveExit"),
  sockets: shownTime("sockets.target", "ActiveEnter"),
  failed: "systemctl --failed --plain --no-legend",
});

/** Microseconds since the boot. */
function shownTime(unit: string, what: string): string {
  return `systemctl show --value --property=${what}TimestampMonotonic ${unit}`;
}

/**
 * A network with a server and a passt in it, as on somebody's machine, at a socket in the folder.
 * @returns the process that starts the passt
 */
async function outside(
  t: TestContext,
  folder: string,
): Promise<number | undefined> {
  const namespace = await namespaceOf(t, "outside");
  const ip = ["ip", "-n", namespace];
  for (const step of [
    ...["link set lo up", "link add ext0 type bridge", "link set ext0 up"],
    ...[`address add ${OWN}/24 dev ext0`, `address add ${SERVER}/24 dev ext0`],
    "route add default via 203.0.113.1 dev ext0",
  ]) {
    await succeed([...ip, ...step.split(" ")]);
  }
  const peer = start([
    ...["setpriv", "--pdeathsig", "KILL", "--", "nsenter"],
    ...[`--net=/run/netns/${namespace}`, "--", process.execPath],
    ...[join(import.meta.dirname, "outside-main.js"), join(folder, SOCKET)],
    SERVER,
  ]);
  t.after(() => peer.kill("SIGKILL"));
  await once(peer.stdout, "data");
  return peer.pid;
}

function killPasst(starter: number): void {
  const [passt, ...others] = processesBelow(starter);
  assert.match(passt?.words[0] ?? "", /^passt/);
  assert.deepEqual(others, []);
  process.kill(passt?.pid ?? 0, "SIGKILL");
}

test("the VM that routes reaches the outside, and answers for the names of the device", async (t) => {
  const netvm = { enable: true, extraModules: [FACTS] };
  const planned = plannedVm(
    "net-vm",
    { virtualization: { microvm: { netvm } } },
    { kind: "instance", uplinkSocket: SOCKET },
  );
  let outsidePid: number | undefined;
  const vm = await startPlanned(t, {
    ...{ planned, role: "net" as const },
    beside: async (folder) => {
      outsidePid = await outside(t, folder);
    },
  });
  const { filter, card, sockets, ...facts } = Object.fromEntries(
    await vm.facts(),
  );
  assert.ok(Number(filter) > 0);
  assert.ok(Number(card) >= Number(filter), "the filter is before the card");
  assert.ok(Number(sockets) >= Number(filter), "and before who listens");
  const { address, way, inside, names, listening, ...others } = facts;
  assert.match(address ?? "", /^ethext0 +\S+ +192\.168\.102\.2\/24/);
  assert.match(way ?? "", /^default via 192\.168\.102\.1 dev ethext0/);
  assert.match(inside ?? "", /192\.168\.100\.1\/24 192\.168\.101\.1\/24$/);
  assert.match(names ?? "", /^admin-vm: 192\.168\.100\.10/);
  assert.match(listening ?? "", /192\.168\.100\.1:53/);
  assert.deepEqual(others, {
    outside: "hello from outside",
    resolver: "Global: 192.168.102.3",
    failed: "",
    end: "end",
  });
  killPasst(Number(outsidePid));
  assert.equal(await vm.ended, CRASHED, vm.said());
  assert.match(vm.said(), /the connection uplink of its network was lost/);
});
