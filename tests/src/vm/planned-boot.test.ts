/** A planned VM boots: the launch specification that the plan wrote, the image, and the runner, on a bridge of the kernel. */

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { makeVmLayer } from "@ghaf/image";
import { NOTHING_ALLOCATED, plan } from "@ghaf/plan";
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

/** Name and text of the launch specification of the one application VM of a small device. */
function plannedSpec(): string {
  const { system } = evaluateSystem(
    defineSystem({
      imports: [hardwareDefinitions["qemu-vm"]],
      ghaf: {
        ...{ build: "debug", layout: "headless", givc: { enable: true } },
        host: { networking: { enable: true } },
        virtualization: {
          "microvm-host": { enable: true },
          microvm: {
            ...{ adminvm: { enable: true }, netvm: { enable: true } },
            appvm: {
              enable: true,
              vms: [{ name: "app", ramMb: 256, cores: 1 }],
            },
          },
        },
      },
    }),
  );
  assert.ok(system !== undefined);
  const { artifacts, problems } = plan(system, NOTHING_ALLOCATED);
  assert.deepEqual(problems, []);
  const found = artifacts.find(({ path }) =>
    path.endsWith("microvms/app-vm/spec.json"),
  );
  return found?.text ?? "";
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
  spec: string,
  image: string,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "ghaf-planned-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await symlink(image, join(folder, "current"));
  await writeFile(join(folder, "spec.json"), spec);
  const layer = makeVmLayer({ credentials: {}, files: [] });
  await writeFile(join(folder, "secrets.cpio"), layer, { mode: 0o600 });
  return folder;
}

test("a planned VM is ready, and ends when the runner asks it to", async (t) => {
  const image = await ensureImage();
  const spec = plannedSpec();
  const [tap] = JSON.parse(spec).taps;
  const namespace = await network(t, tap.bridge);
  const folder = await stateDir(t, spec, image.folder);
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

  runner.kill("SIGTERM");
  assert.equal(await ended, 0, said);
  assert.match(said, /"needed":"poweroff"/);
  assert.match(await log(), /reboot: Power down/);
  assert.equal((await run(show)).code, 1);
});
