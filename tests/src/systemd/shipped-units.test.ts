/** Every unit file that we ship, as systemd on a Debian machine reads it. */

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { GuestUser } from "../machine/guest.ts";
import { type Lab, openLab } from "../machine/lab.ts";
import type { Machine } from "../machine/machine.ts";
import { bundleBinds } from "../machine/shipped.ts";

const PROGRAMS = ["admin", "agent"] as const;
/** What `systemd-analyze security` may say of the admin at most, in tenths. */
const ADMIN_EXPOSURE = 24;

interface Shipped {
  readonly program: (typeof PROGRAMS)[number];
  readonly file: string;
  /** As it is installed. */
  readonly name: string;
  readonly manager: "system" | "user";
}

describe("the units that we ship", () => {
  const all = PROGRAMS.flatMap(shippedBy);
  let lab: Lab;
  let machine: Machine;

  before(async () => {
    lab = await openLab();
    const units = all.map(async ({ program, file, name, manager }) => {
      const content = await readFile(join(folderOf(program), file), "utf8");
      return { name, manager, content };
    });
    const mistaken = "[Service]\nExecStart=/usr/bin/true\nNoSuchSwitch=yes\n";
    machine = await lab.startMachine({
      name: "units-vm",
      binds: await bundleBinds(),
      units: [
        ...(await Promise.all(units)),
        { name: "mistaken.service", content: mistaken },
      ],
    });
  });
  after(() => lab?.close());

  for (const { file, name, manager } of all) {
    it(`${file}: systemd finds nothing to complain of`, async () => {
      assert.equal(await complaints(name, manager), "");
    });
  }

  it("a unit with a mistake is complained of", async () => {
    const said = await complaints("mistaken.service", "system");
    assert.match(said, /NoSuchSwitch/);
  });

  it(`the admin's exposure is at most ${ADMIN_EXPOSURE / 10}`, async () => {
    const verdict = await machine.exec([
      ...["systemd-analyze", "security", "--no-pager"],
      ...[`--threshold=${ADMIN_EXPOSURE}`, "givc-admin.service"],
    ]);
    assert.equal(verdict.code, 0, verdict.stdout);
    assert.match(verdict.stdout, /Overall exposure level for givc-admin/);
  });

  for (const { name } of all.filter(({ name }) => name.endsWith(".socket"))) {
    it(`${name} would listen on vsock and start its service`, async () => {
      const property = (what: string) => machine.unitProperty(name, what);
      assert.equal(await property("LoadState"), "loaded");
      assert.match(await property("Listen"), /^vsock::900[01] \(Stream\)$/);
      const service = name.replace(".socket", ".service");
      assert.equal(await property("Triggers"), service);
      assert.equal(await machine.unitProperty(service, "LoadState"), "loaded");
    });
  }

  /** What systemd says of a unit when it is asked to look for mistakes. */
  async function complaints(
    name: string,
    manager: Shipped["manager"],
  ): Promise<string> {
    const user: GuestUser = manager === "user" ? "ghaf" : "root";
    const path = `/etc/systemd/${manager}/${name}`;
    const words = ["systemd-analyze", `--${manager}`, "verify", path];
    const { stdout, stderr } = await machine.exec(words, { user });
    return `${stdout}${stderr}`;
  }
});

function shippedBy(program: Shipped["program"]): Shipped[] {
  return readdirSync(folderOf(program)).map((file) => ({
    program,
    file,
    name: file.replace(/-agent\.(system|user)\./, "-units-vm."),
    manager: file.includes(".user.") ? "user" : "system",
  }));
}

function folderOf(program: Shipped["program"]): string {
  const checkout = join(import.meta.dirname, "../../..");
  return join(checkout, "programs", program, "systemd");
}
