/** A planned VM boots: the launch specification and the files that the plan wrote, the image, and the runner. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { force } from "@ghaf/module-system";
import { run } from "../machine/command.ts";
import { plannedVm, startPlanned, telling } from "./planned-vm.ts";

const MANAGER = "user@1000.service";
/** Its manager is killed, as one is that comes too late on a busy machine. */
const KILLED = [
  `systemctl kill --kill-whom=main --signal=KILL ${MANAGER}`,
  "for _ in $(seq 150); do sleep 0.2",
  `[ $(systemctl show --value --property=NRestarts ${MANAGER}) = 0 ] && continue`,
  `systemctl is-active --quiet ${MANAGER} && break; done`,
  `systemctl is-active ${MANAGER}`,
].join("; ");

const FACTS = telling({
  person: "id operator",
  home: "stat --format='%U:%G %a' /home/operator",
  file: "stat --format='%U:%G %a' /etc/mine.conf",
  kept: "findmnt --noheadings --output FSROOT,FSTYPE /home/operator/Documents",
  server: "cat /etc/resolv.conf",
  machine: "getent hosts net-vm",
  user: `systemctl is-active ${MANAGER}`,
  again: KILLED,
  failed: "systemctl --failed --plain --no-legend",
  // Without its last byte it has no signature any more.
  unsigned:
    "head -c -1 /lib/modules/*/kernel/fs/nls/nls_ascii.ko >/tmp/unsigned.ko; insmod /tmp/unsigned.ko",
  bus: confined("pgrep -u messagebus dbus-daemon"),
  manager: confined("pgrep -u operator -x systemd"),
  filter: hardened("nftables"),
  folder: hardened("user-runtime-dir@1000"),
  rules: "nft list tables",
  program: asProgram("unshare --user --map-root-user node -p 6*7"),
  complaints:
    "journalctl --boot --quiet --output=cat --grep='50-ghaf|sandboxing|SECCOMP ' | grep -v 'running in system mode'",
});

/** Of a running program, as the kernel keeps it. */
function confined(find: string): string {
  return `grep -hE '^(CapBnd|NoNewPrivs|Seccomp):' /proc/$(${find})/status`;
}

/** In the manager of the person, in a namespace as browsers make them. */
function asProgram(command: string): string {
  const person = "runuser -u operator -- env XDG_RUNTIME_DIR=/run/user/1000";
  return `${person} systemd-run --user --wait --quiet --pipe ${command}`;
}

function hardened(unit: string): string {
  const properties = "NoNewPrivileges,RestrictNamespaces,ActiveState";
  return `systemctl show --value -p ${properties} ${unit}.service`;
}

function plannedApp() {
  const mine = { text: "mine\n", mode: "0640", owner: "operator" };
  const files = { "/etc/mine.conf": mine };
  const app = {
    ...{ name: "app", ramMb: 256, cores: 1 },
    extraModules: [FACTS, { files }],
  };
  return plannedVm("app-vm", {
    users: { accounts: { enable: true, user: "operator" } },
    // The strictest settings are those of machines that nobody debugs; the host is in no network then.
    profiles: { debug: { enable: false } },
    givc: { host: { enable: force(false) } },
    virtualization: { microvm: { appvm: { enable: true, vms: [app] } } },
  });
}

test("a planned VM is ready and what it was planned to be, and ends when the runner asks it to", async (t) => {
  const planned = plannedApp();
  const [tap] = JSON.parse(planned.spec).taps;
  const vm = await startPlanned(t, { planned, role: "app" });
  const show = ["ip", "-n", vm.namespace, "link", "show", "dev", tap.name];
  assert.match((await run(show)).stdout, new RegExp(`master ${tap.bridge}`));

  const facts = await vm.facts();
  const { person, machine, unsigned, ...others } = Object.fromEntries(facts);
  assert.match(person ?? "", /^uid=1000\(operator\) gid=1000\(operator\)/);
  assert.match(machine ?? "", /^192\.168\.100\.1 +net-vm$/);
  assert.match(unsigned ?? "", /Key was rejected by service/);
  assert.deepEqual(others, {
    home: "operator:operator 700",
    file: "operator:root 640",
    kept: "/home/operator/Documents ext4",
    server: "nameserver 192.168.100.1",
    user: "active",
    again: "active",
    failed: "",
    // SETGID, SETUID, SETPCAP, SYS_RESOURCE and AUDIT_WRITE.
    bus: "CapBnd:\t00000000210001c0 NoNewPrivs:\t1 Seccomp:\t2",
    ...{ filter: "yes yes active", folder: "yes yes active" },
    // All but LINUX_IMMUTABLE, NET_ADMIN, SYS_CHROOT and nine more.
    manager: "CapBnd:\t000001f7a323edff NoNewPrivs:\t1 Seccomp:\t2",
    ...{ rules: "table inet ghaf", program: "42" },
    complaints: "",
    end: "end",
  });

  assert.equal(await vm.stop(), 0, vm.said());
  // On a busy machine what the guest was asked first may take too long.
  assert.match(vm.said(), /"needed":"(poweroff|acpi)"/);
  assert.match(await vm.console(), /reboot: Power down/);
  assert.equal((await run(show)).code, 1);
});
