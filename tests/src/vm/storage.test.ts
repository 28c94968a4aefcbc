/** What a VM keeps is there when it starts again, and nothing else is, in the account that its device gives it. */

import assert from "node:assert/strict";
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { makeVmLayer } from "@ghaf/image";
import { succeed } from "../machine/command.ts";
import { waitFor } from "../machine/wait-for.ts";
import { type BootedVm, bootVm } from "./booted-vm.ts";
import { ensureImage } from "./built-image.ts";

const volumeBytes = 64 << 20;
const deadlineMs = 150_000;

const storage = `# what this VM keeps
dir /var/lib/kept 700 root root
dir /home/person/.config/app 750 person users
file /etc/kept.conf 640 root users
file /etc/empty.conf 600 root root
mount data /srv/data ext4 rw,noexec
`;

/** Tells what it finds, then leaves a word everywhere. */
const program = `fact() { echo "FACT $1=$2"; }
places="/var/lib/kept/word /home/person/.config/app/word /etc/kept.conf /etc/empty.conf /srv/data/word /var/lib/lost"
for place in $places; do
  fact "$place" "$(cat "$place" 2>/dev/null | tr '\\n' ' ')"
  echo left >>"$place"
done
fact kept "$(stat --format='%a %U:%G' /var/lib/kept)"
fact app "$(stat --format='%a %U:%G' /home/person/.config /home/person/.config/app | tr '\\n' ' ')"
fact conf "$(stat --format='%a %U:%G' /etc/kept.conf)"
fact volume "$(stat --format='%a %U:%G' /guestStorage) $(findmnt -no OPTIONS /guestStorage)"
fact bound "$(findmnt -no OPTIONS /var/lib/kept)"
fact data "$(findmnt -no OPTIONS /srv/data)"
fact account "$(id -u person) $(id -nG person) $(systemctl is-active user@1234.service)"
fact failed "$(systemctl --failed --plain --no-legend | tr '\\n' ' ')"
fact end end
`;

const unit = `[Unit]
After=ghaf-ready.service
[Service]
StandardOutput=tty
TTYPath=/dev/ttyS0
ExecStart=/bin/bash /usr/local/bin/words
`;

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "ghaf-storage-"));
});
after(() => rm(folder, { recursive: true }));

async function volume(name: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, "");
  await truncate(file, volumeBytes);
  return file;
}

async function boot(disks: Readonly<Record<string, string>>) {
  const layer = makeVmLayer({
    credentials: {},
    files: [
      { path: "/etc/ghaf/storage", content: storage },
      { path: "/etc/kept.conf", content: "given\n" },
      { path: "/etc/systemd/system/words.service", content: unit },
      { path: "/usr/local/bin/words", content: program },
    ],
    links: [
      {
        path: "/etc/systemd/system/multi-user.target.wants/words.service",
        target: "../words.service",
      },
    ],
  });
  const { folder: image } = await ensureImage("app");
  const address = "192.168.100.100";
  return await bootVm({
    ...{ name: "app-vm", role: "app", address, image, layer, disks },
    words: "ghaf.account=person:1234",
  });
}

/** What the VM found; it has powered off. */
async function facts(vm: BootedVm): Promise<ReadonlyMap<string, string>> {
  try {
    const text = await waitFor(
      "what the VM found",
      async () => {
        const seen = await vm.console();
        return /FACT end=end|initrd: /.test(seen) && seen;
      },
      deadlineMs,
    );
    vm.tell("POWEROFF");
    await vm.ended();
    const found = text.matchAll(/FACT (\S+?)=(.*?)\r?$/gm);
    const lines = [...found].map(([, name = "", value = ""]) => [name, value]);
    assert.notEqual(lines.length, 0, text);
    return new Map(
      lines.map(([name = "", value = ""]) => [name, value.trim()]),
    );
  } finally {
    await vm.close();
  }
}

test("what a VM keeps is there when it starts again, and nothing else", async () => {
  const disks = {
    "ghaf-storage": await volume("kept"),
    data: await volume("data"),
  };
  for (const file of Object.values(disks)) {
    await succeed(["mkfs.ext4", "-q", file]);
  }
  const first = await facts(await boot(disks));
  const alike = [
    ["kept", "700 root:root"],
    ["app", "755 person:person 750 person:users"],
    ["conf", "640 root:users"],
    ["volume", "700 root:root rw,nosuid,nodev,relatime"],
    ["bound", "rw,nosuid,nodev,relatime"],
    ["data", "rw,noexec,relatime"],
    ["account", "1234 person users systemd-journal active"],
    ["failed", ""],
    ["end", "end"],
  ];
  assert.deepEqual(
    [...first],
    [
      ["/var/lib/kept/word", ""],
      ["/home/person/.config/app/word", ""],
      ["/etc/kept.conf", "given"],
      ["/etc/empty.conf", ""],
      ["/srv/data/word", ""],
      ["/var/lib/lost", ""],
      ...alike,
    ],
  );
  // Unmounted, not cut off: the journal has nothing to replay.
  for (const file of Object.values(disks)) {
    const state = await succeed(["dumpe2fs", "-h", file]);
    assert.doesNotMatch(state, /needs_recovery/);
  }
  const second = await facts(await boot(disks));
  assert.deepEqual(
    [...second],
    [
      ["/var/lib/kept/word", "left"],
      ["/home/person/.config/app/word", "left"],
      ["/etc/kept.conf", "given left"],
      ["/etc/empty.conf", "left"],
      ["/srv/data/word", "left"],
      ["/var/lib/lost", ""],
      ...alike,
    ],
  );
});

test("a VM whose storage has no file system does not start, and says why", async () => {
  const disks = { "ghaf-storage": await volume("broken") };
  const vm = await boot(disks);
  try {
    await vm.ended();
    const reason =
      "storage: the disk ghaf-storage has no ext4 file system that can be mounted";
    assert.match(await vm.console(), new RegExp(`initrd: ${reason}`));
    await vm.said(`STATUS ${reason}; look at it on the host, with fsck.ext4`);
  } finally {
    await vm.close();
  }
});
