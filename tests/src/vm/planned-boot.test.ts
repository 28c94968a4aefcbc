/** A planned VM boots: the launch specification that the plan wrote, the image, and the runner, on a bridge of the kernel. */

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type LayerFile, makeVmLayer } from "@ghaf/image";
import { guestArtifactsOf, NOTHING_ALLOCATED, plan } from "@ghaf/plan";
import {
  defineSystem,
  evaluateSystem,
  hardwareDefinitions,
} from "@ghaf/system";
import { run, start, succeed } from "../machine/command.ts";
import { startGuardian } from "../machine/guardian.ts";
import { waitFor } from "../machine/wait-for.ts";
import { starter } from "../process/program.ts";
import { ensureImage } from "./built-image.ts";

/** A guest boots in seconds, unless other guests do so on the same two processors. */
const BOOT_MS = 170_000;

/** Prints what the VM is like to its console. */
const FACTS = {
  units: {
    "facts.service": {
      sections: {
        Unit: { After: "ghaf-ready.service" },
        Service: {
          ...{ Type: "oneshot", ExecStart: "/bin/bash /usr/local/bin/facts" },
          ...{ StandardOutput: "tty", TTYPath: "/dev/ttyS0" },
        },
        Install: { WantedBy: "multi-user.target" },
      },
    },
  },
  files: {
    "/etc/mine.conf": { text: "mine\n", mode: "0640", owner: "operator" },
    "/usr/local/bin/facts": {
      text: `fact() { echo "FACT $1=$2"; }
fact person "$(id operator)"
fact home "$(stat --format='%U:%G %a' /home/operator)"
fact file "$(stat --format='%U:%G %a' /etc/mine.conf)"
fact kept "$(findmnt --noheadings --output FSROOT,FSTYPE /home/operator/Documents)"
fact server "$(cat /etc/resolv.conf)"
fact machine "$(getent hosts net-vm)"
fact user "$(systemctl is-active user@1000.service)"
fact failed "$(systemctl --failed --plain --no-legend | tr '\n' ' ')"
fact end end
`,
    },
  },
};

interface Planned {
  readonly spec: string;
  readonly files: readonly LayerFile[];
}

/** What the runner of the one application VM of a small device gets. */
function plannedVm(): Planned {
  const { system } = evaluateSystem(
    defineSystem({
      imports: [hardwareDefinitions["qemu-vm"]],
      ghaf: {
        ...{ build: "debug", layout: "headless", givc: { enable: true } },
        host: { networking: { enable: true } },
        users: { accounts: { user: "operator" } },
        virtualization: {
          "microvm-host": { enable: true },
          microvm: {
            ...{ adminvm: { enable: true }, netvm: { enable: true } },
            appvm: {
              enable: true,
              vms: [
                {
                  ...{ name: "app", ramMb: 256, cores: 1 },
                  extraModules: [FACTS],
                },
              ],
            },
          },
        },
      },
    }),
  );
  assert.ok(system !== undefined);
  const made = plan(system, NOTHING_ALLOCATED);
  assert.deepEqual(made.problems, []);
  const found = made.artifacts.find(({ path }) =>
    path.endsWith("microvms/app-vm/spec.json"),
  );
  const files = guestArtifactsOf(made, "app-vm").map(
    ({ path, text, mode }) => ({
      ...{ path, content: text, mode: Number.parseInt(mode, 8) },
    }),
  );
  return { spec: found?.text ?? "", files };
}

/** A namespace with the bridge; removed with the test, however it ends. */
async function network(t: TestContext, bridge: string): Promise<string> {
  const name = `ghaf-planned-${process.pid}`;
  const guardian = startGuardian();
  t.after(() => guardian.close());
  guardian.guard({ kind: "netns", name });
  await succeed(["ip", "netns", "add", name]);
  const link = ["ip", "-n", name, "link"];
  await succeed([...link, "add", bridge, "type", "bridge"]);
  await succeed([...link, "set", bridge, "up"]);
  return name;
}

async function stateDir(
  t: TestContext,
  { spec, files }: Planned,
  image: string,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "ghaf-planned-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await symlink(image, join(folder, "current"));
  await writeFile(join(folder, "spec.json"), spec);
  const layer = makeVmLayer({ credentials: {}, files });
  await writeFile(join(folder, "secrets.cpio"), layer, { mode: 0o600 });
  return folder;
}

test("a planned VM is ready and what it was planned to be, and ends when the runner asks it to", async (t) => {
  const image = await ensureImage();
  const vm = plannedVm();
  const [tap] = JSON.parse(vm.spec).taps;
  const namespace = await network(t, tap.bridge);
  const folder = await stateDir(t, vm, image.folder);
  const runner = start([
    ...["setpriv", "--pdeathsig", "KILL", "--", "nsenter"],
    ...[`--net=/run/netns/${namespace}`, "--"],
    ...[starter("ghaf-runner"), "run", folder],
  ]);
  t.after(() => runner.kill("SIGKILL"));
  let said = "";
  runner.stderr.on("data", (chunk) => {
    said += chunk;
  });
  const ended = new Promise((resolve) => runner.once("exit", resolve));
  await waitFor(
    "the guest is ready",
    () => said.includes("the guest is ready") || runner.exitCode !== null,
    BOOT_MS,
  );
  const log = () => readFile(join(folder, "console.log"), "utf8");
  assert.match(said, /the guest is ready/, await log());
  t.diagnostic(said.split("\n").find((line) => line.includes("ready")) ?? "");
  const show = ["ip", "-n", namespace, "link", "show", "dev", tap.name];
  assert.match((await run(show)).stdout, new RegExp(`master ${tap.bridge}`));

  const facts = await waitFor(
    "facts",
    async () => {
      const text = await log();
      return text.includes("FACT end=end") && factsIn(text);
    },
    BOOT_MS,
  );
  assert.match(
    facts.get("person") ?? "",
    /^uid=1000\(operator\) gid=1000\(operator\)/,
  );
  assert.equal(facts.get("home"), "operator:operator 700");
  assert.equal(facts.get("file"), "operator:root 640");
  assert.equal(facts.get("kept"), "/home/operator/Documents ext4");
  assert.equal(facts.get("server"), "nameserver 192.168.100.1");
  assert.match(facts.get("machine") ?? "", /^192\.168\.100\.1 +net-vm$/);
  assert.equal(facts.get("user"), "active");
  t.diagnostic(`failed: ${facts.get("failed")}`);

  runner.kill("SIGTERM");
  assert.equal(await ended, 0, said);
  // On a busy machine what the guest was asked first may take too long.
  assert.match(said, /"needed":"(poweroff|acpi)"/);
  assert.match(await log(), /reboot: Power down/);
  assert.equal((await run(show)).code, 1);
});

function factsIn(console: string): ReadonlyMap<string, string> {
  const found = console.matchAll(/FACT ([a-z]+)=(.*?)\r?$/gm);
  return new Map([...found].map(([, name = "", value = ""]) => [name, value]));
}
