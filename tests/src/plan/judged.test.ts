/** The planned files of the examples before the programs that read them: nftables, systemd, the C library. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { HOST_NAME } from "@ghaf/system";
import { type PlannedFile, plannedFiles, textOf } from "./golden-trees.ts";

const folder = mkdtempSync(join(tmpdir(), "ghaf-judged-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** In namespaces of its own; everything that it starts ends with it. */
function apart(words: readonly string[]) {
  const argv = [
    ...["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"],
    ...words,
  ];
  const options = { encoding: "utf8", timeout: 60_000 } as const;
  const { status, stdout, stderr } = spawnSync("unshare", argv, options);
  return { status, stdout, stderr };
}

function named({ example, system, path }: PlannedFile): string {
  return `${path} of ${system} in ${example}`;
}

for (const file of plannedFiles(/^\/etc\/nftables\.conf$/)) {
  test(`nft takes ${named(file)}, twice`, () => {
    const script = 'nft -f "$1" && nft -f "$1" && nft list ruleset';
    const ran = apart(["sh", "-c", script, "sh", file.place]);
    assert.deepEqual([ran.status, ran.stderr], [0, ""]);
    assert.match(ran.stdout, /policy drop/);
    assert.equal(ran.stdout.match(/table inet ghaf/g)?.length, 1);
  });
}

for (const file of plannedFiles(/^\/etc\/hosts$/)) {
  test(`the C library finds every machine in ${named(file)}`, () => {
    const names = plannedFiles(/^\/etc\/hosts$/)
      .filter(({ example }) => example === file.example)
      .map(({ system }) => system);
    const script =
      'mount --bind "$1" /etc/hosts && shift && for name; do getent hosts "$name" || exit 1; done';
    const ran = apart(["sh", "-c", script, "sh", file.place, ...names]);
    assert.equal(ran.status, 0, ran.stderr);
    const found = ran.stdout.trim().split("\n");
    assert.ok(found.length >= names.length);
    for (const line of found) assert.match(line, /^192\.168\.10[01]\.\d+ +/);
  });
}

for (const file of plannedFiles(/^\/etc\/sysctl\.d\//)) {
  test(`systemd-sysctl takes ${named(file)}`, () => {
    const script =
      '/usr/lib/systemd/systemd-sysctl "$1" && cat /proc/sys/net/ipv4/ip_forward';
    const ran = apart(["sh", "-c", script, "sh", file.place]);
    assert.deepEqual([ran.stderr, ran.stdout], ["", "1\n"]);
  });
}

/** Without udev: networkd does not wait for it where /sys cannot be written. */
const NETWORKD = `
  mount -t sysfs -o ro sysfs /sys &&
  mount -t tmpfs tmpfs /run/systemd &&
  mkdir -p /run/systemd/netif/links /run/systemd/netif/leases &&
  chown -R systemd-network /run/systemd/netif &&
  mount --bind "$1" /etc/systemd/network || exit 1
  SYSTEMD_LOG_TARGET=console SYSTEMD_LOG_LEVEL=warning /usr/lib/systemd/systemd-networkd &
  tries=0
  until ip -brief address show virbr0 2>/dev/null | grep -q 192.168.; do
    tries=$((tries + 1))
    [ "$tries" -lt 300 ] || exit 1
    sleep 0.1
  done
  ip -brief address show virbr0
`;

for (const file of plannedFiles(/^\/etc\/systemd\/network\/.*\.netdev$/)) {
  test(`systemd-networkd makes the bridge of ${file.example}, and nothing else of it`, () => {
    const ran = apart(["sh", "-c", NETWORKD, "sh", dirname(file.place)]);
    assert.equal(ran.status, 0, ran.stderr);
    assert.match(ran.stdout, /^virbr0 +\w+ +192\.168\.101\.2\/24 *$/m);
    assert.doesNotMatch(ran.stderr, /virbr0\.(netdev|network):\d+/);
  });
}

test("systemd takes the units of every host", () => {
  const units = plannedFiles(/^\/etc\/systemd\/system\/[^/]+$/).filter(
    (unit) => unit.system === HOST_NAME && textOf(unit) !== "",
  );
  assert.ok(units.length > 0);
  for (const unit of units) {
    const words = ["verify", "--man=no", unit.place];
    const { stderr } = spawnSync("systemd-analyze", words, {
      encoding: "utf8",
    });
    // The machine that judges need not have Debian's Node.
    const said = stderr.replace(/^.*\/usr\/bin\/node.*\n/gm, "");
    assert.equal(said, "", named(unit));
  }
});

test("systemd reads the drop-ins with the units that they are for", () => {
  const dropIns = plannedFiles(
    /^\/etc\/systemd\/system\/[^/]+\.d\/50-ghaf\.conf$/,
  ).filter(({ system }) => system === HOST_NAME);
  assert.ok(dropIns.length > 0);
  for (const dropIn of dropIns) {
    assert.match(textOf(dropIn), /^\[Unit\]\n(?:(?:After|Wants)=\S+\n)+$/);
  }
});

for (const file of plannedFiles(/^\/etc\/fstab$/)) {
  test(`systemd makes mounts of ${named(file)}`, () => {
    const made = mkdtempSync(join(folder, "mounts-"));
    const program =
      "/usr/lib/systemd/system-generators/systemd-fstab-generator";
    const ran = spawnSync(program, [made, made, made], {
      env: { SYSTEMD_FSTAB: file.place },
      encoding: "utf8",
    });
    assert.deepEqual([ran.status, ran.stderr], [0, ""]);
    const mount = readFileSync(join(made, "tmp-shared-shares.mount"), "utf8");
    const lines = [
      ...["What=shared-directory", "Where=/tmp/shared/shares"],
      ...["Type=virtiofs", "Options=rw,nodev,nosuid"],
    ];
    assert.ok(mount.includes(lines.join("\n")), mount);
    assert.match(mount, /^Before=local-fs\.target$/m);
  });
}
