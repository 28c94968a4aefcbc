/** What guests are told on their kernel's command line. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { deviceWith, found, guestsOf, oneApp } from "../testing.ts";
import { kernelCommandLine } from "./kernel-command-line.ts";

const boot = { accelerator: "kvm", console: "ttyS0" } as const;

const guests = guestsOf(
  deviceWith(oneApp({ microvm: { kernelParams: ["loglevel=7"] } })),
);

function wordsOf(vm: string): readonly string[] {
  return kernelCommandLine(found(guests, vm), boot).split(" ");
}

test("a guest is told who it is after everything else", () => {
  const words = wordsOf("app-vm");
  assert.deepEqual(words.slice(0, 4), [
    ...["earlyprintk=ttyS0", "console=ttyS0", "reboot=t", "panic=-1"],
  ]);
  const [vm, role, host, id, address, gateway] = words.slice(
    words.indexOf("loglevel=7") + 1,
  );
  assert.deepEqual(
    [vm, role, host, gateway],
    [
      ...["ghaf.vm=app-vm", "ghaf.role=app", "systemd.hostname=app-vm"],
      "ghaf.gateway=192.168.100.1",
    ],
  );
  assert.match(id ?? "", /^systemd\.machine_id=[0-9a-f]{32}$/);
  const octet = /^ghaf\.address=192\.168\.100\.(\d+)\/24,/.exec(address ?? "");
  assert.equal(
    address,
    `ghaf.address=192.168.100.${octet?.[1]}/24,192.168.101.${octet?.[1]}/24`,
  );
});

test("net-vm has no gateway, and every VM a machine-id of its own", () => {
  assert.ok(wordsOf("net-vm").includes("ghaf.gateway=none"));
  const ids = [...guests.keys()].map((vm) =>
    wordsOf(vm).find((word) => word.startsWith("systemd.machine_id=")),
  );
  assert.equal(new Set(ids).size, guests.size);
});

test("an ARM board has another console, and emulation other words", () => {
  const app = found(guests, "app-vm");
  const arm = kernelCommandLine(app, { ...boot, console: "ttyAMA0" });
  assert.match(arm, /^console=ttyAMA0 reboot=t/);
  const emulated = kernelCommandLine(app, { ...boot, accelerator: "tcg" });
  assert.match(
    emulated,
    /^console=ttyS0 .* tsc=reliable .* initcall_blacklist=/,
  );
  assert.doesNotMatch(arm, /initcall_blacklist/);
});

test("only the VM that routes is told of a way out, by the address of the card", () => {
  const system = deviceWith(oneApp());
  const told = (uplinkSocket: string | null) =>
    [...guestsOf(system, { kind: "instance", uplinkSocket })].flatMap(
      ([name, place]) => {
        const text = kernelCommandLine(place, boot);
        const [, mac] =
          / ghaf\.uplink=([^,]+),192\.168\.102\.2\/24,192\.168\.102\.1$/.exec(
            text,
          ) ?? [];
        return mac === undefined ? [] : [[name, mac, place.uplink?.mac]];
      },
    );
  assert.deepEqual(told(null), []);
  const [[vm, mac, card] = []] = told("/run/uplink");
  assert.equal(vm, "net-vm");
  assert.match(mac ?? "", /^02(:[0-9a-f]{2}){5}$/);
  assert.equal(mac, card);
});
