/** What guest modules say, as the files of their VM. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { NOTHING_ALLOCATED } from "../allocation/allocation.ts";
import { guestArtifactsOf, plan } from "../plan.ts";
import { type AddedUnit, deviceWith, oneApp } from "../testing.ts";

/** Of the one application VM: path to text. */
function filesOf(
  guest: object,
  accounts: object = {},
): Readonly<Record<string, string>> {
  const device = deviceWith({ ...oneApp(guest), users: { accounts } });
  const made = plan(device, NOTHING_ALLOCATED);
  assert.deepEqual(made.problems, []);
  const files = guestArtifactsOf(made, "app-vm");
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
}

test("a file whose owner is not root is handed over when the VM starts", () => {
  const files = filesOf({
    files: {
      "/etc/a.conf": { text: "a\n", mode: "0600", owner: "ghaf" },
      "/etc/b.conf": { text: "b\n" },
    },
  });
  assert.equal(files["/etc/a.conf"], "a\n");
  assert.equal(files["/etc/b.conf"], "b\n");
  assert.equal(
    files["/etc/tmpfiles.d/50-ghaf-files.conf"],
    "z /etc/a.conf 0600 ghaf root -\n",
  );
});

test("units, settings of units, and units that nothing may start", () => {
  const folder = "/etc/systemd/system";
  const files = filesOf({
    units: {
      "own@.service": {
        sections: {
          Service: { ExecStart: ["/bin/a", "/bin/b"] },
          Install: {
            WantedBy: ["multi-user.target a.target", "a.target"],
            RequiredBy: "b.target",
            DefaultInstance: "x",
          },
        },
      },
      "ssh.socket": { dropIn: true, sections: { Socket: { Backlog: "1" } } },
      "cron.service": { masked: true },
      "empty.service": {},
    },
  });
  assert.equal(
    files[`${folder}/own@.service`]?.slice(0, 46),
    "[Service]\nExecStart=/bin/a\nExecStart=/bin/b\n[I",
  );
  const wanting = ["multi-user", "a", "b"].map(
    (name) => files[`${folder}/${name}.target.d/50-ghaf-own@x.service.conf`],
  );
  assert.deepEqual([...new Set(wanting)], ["[Unit]\nWants=own@x.service\n"]);
  assert.equal(
    files[`${folder}/ssh.socket.d/60-ghaf.conf`],
    "[Socket]\nBacklog=1\n",
  );
  assert.equal(files[`${folder}/cron.service`], "");
  assert.equal(files[`${folder}/empty.service`], undefined);
});

test("a unit that a guest module brings is not masked for the parts of systemd", () => {
  const nscd = (units: Readonly<Record<string, AddedUnit>>) => {
    const netvm = { enable: true, extraModules: [{ units }] };
    const device = deviceWith({ virtualization: { microvm: { netvm } } });
    const made = plan(device, NOTHING_ALLOCATED);
    assert.deepEqual(made.problems, []);
    return guestArtifactsOf(made, "net-vm").find(({ path }) =>
      path.endsWith("/nscd.service"),
    )?.text;
  };
  const sections = { Service: { ExecStart: "/bin/true" } };
  assert.equal(nscd({}), "");
  assert.equal(
    nscd({ "nscd.service": { sections } }),
    "[Service]\nExecStart=/bin/true\n",
  );
});

test("what a VM keeps is in lines of five fields", () => {
  const storage = filesOf(
    {
      microvm: {
        volumes: [
          { image: "a.img", size: 64, mountPoint: "/a" },
          { image: "b.img", size: 64, mountPoint: null },
          {
            ...{ image: "c.img", size: 64, mountPoint: "/c" },
            ...{ serial: "disk-c", fsType: "vfat", readOnly: true },
            autoCreate: false,
          },
        ],
      },
      ghaf: {
        storagevm: {
          directories: [{ path: "/srv", mode: "0750", group: "users" }],
          files: ["/etc/ssh/ssh_host_ed25519_key", "/etc/timezone.conf"],
          users: {
            root: { files: [".netrc"] },
            operator: { directories: [{ path: "Documents" }] },
          },
        },
      },
    },
    { user: "operator" },
  )["/etc/ghaf/storage"];
  const lines = storage?.trimEnd().split("\n") ?? [];
  for (const line of lines) assert.equal(line.split(" ").length, 5, line);
  const wanted = [
    "mount vdb /a ext4 rw,nodev,nosuid",
    "mount disk-c /c vfat ro,nodev,nosuid",
    "dir /srv 0750 root users",
    "file /etc/ssh/ssh_host_ed25519_key 0600 root root",
    "file /etc/timezone.conf 0644 root root",
    "dir /home/operator/Documents 0755 operator operator",
    "file /root/.netrc 0600 root root",
  ];
  assert.deepEqual(
    wanted.filter((line) => !lines.includes(line)),
    [],
  );
  assert.equal(lines.filter((line) => line.startsWith("mount")).length, 2);
});

test("a VM mounts what it sees, and its own part of the shared directory at home too", () => {
  const share = (tag: string, source: string, readOnly: boolean) => ({
    ...{ tag, source, readOnly, mountPoint: `/srv/${tag}` },
  });
  const shares = [
    share("fixed", "/srv/fixed", true),
    share("all", "/storagevm/shared/shares", false),
  ];
  const app = {
    ...{ name: "app", ramMb: 256, cores: 1 },
    extraModules: [{ microvm: { shares } }],
  };
  const device = deviceWith({
    users: { accounts: { user: "operator" } },
    virtualization: {
      "microvm-host": { sharedVmDirectory: { vms: ["app-vm"] } },
      microvm: { appvm: { enable: true, vms: [app] } },
    },
  });
  const made = plan(device, NOTHING_ALLOCATED);
  const fstab = guestArtifactsOf(made, "app-vm").find(
    ({ path }) => path === "/etc/fstab",
  );
  assert.deepEqual(fstab?.text.trimEnd().split("\n").sort(), [
    "/tmp/shared/shares /home/operator/Unsafe\\040share none bind 0 0",
    "all /srv/all virtiofs rw,nodev,nosuid 0 0",
    "fixed /srv/fixed virtiofs ro,nodev,nosuid 0 0",
    "shared-directory /tmp/shared/shares virtiofs rw,nodev,nosuid 0 0",
  ]);
});
