/** One VM of a small device as it is planned, on a bridge of the kernel, under the runner; what it is like it tells on its console. */

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { type LayerFile, makeVmLayer } from "@ghaf/image";
import {
  guestArtifactsOf,
  type HostKind,
  NOTHING_ALLOCATED,
  plan,
} from "@ghaf/plan";
import {
  defineSystem,
  evaluateSystem,
  hardwareDefinitions,
} from "@ghaf/system";
import { start, succeed } from "../machine/command.ts";
import { startGuardian } from "../machine/guardian.ts";
import { waitFor } from "../machine/wait-for.ts";
import { starter } from "../process/program.ts";
import { ensureImage, type TestRole } from "./built-image.ts";
import { REMOVED } from "./state-dir.ts";

/** A guest boots in seconds, unless other guests do so on the same two processors. */
const BOOT_MS = 170_000;

/** A guest module with which a VM tells facts: a command of bash for each. */
export function telling(facts: Readonly<Record<string, string>>) {
  const lines = Object.entries({ ...facts, end: "echo end" }).map(
    ([name, command]) =>
      `echo "FACT ${name}=$(${command} 2>&1 | tr '\\n' ' ')"\n`,
  );
  const program = "/usr/local/bin/facts";
  return {
    files: { [program]: { text: lines.join("") } },
    units: {
      "facts.service": {
        sections: {
          Unit: { After: "ghaf-ready.service" },
          Service: {
            ...{ Type: "oneshot", ExecStart: `/bin/bash ${program}` },
            ...{ StandardOutput: "tty", TTYPath: "/dev/ttyS0" },
          },
          Install: { WantedBy: "multi-user.target" },
        },
      },
    },
  };
}

/** What the runner of a VM gets. */
export interface Planned {
  readonly spec: string;
  readonly files: readonly LayerFile[];
}

/** @param added to a host with net-vm and admin-vm */
export function plannedVm(
  vm: string,
  added: NonNullable<Parameters<typeof defineSystem>[0]["ghaf"]>,
  host?: HostKind,
): Planned {
  const { system, problems } = evaluateSystem(
    defineSystem({
      imports: [hardwareDefinitions["qemu-vm"], defineSystem({ ghaf: added })],
      ghaf: {
        ...{ build: "debug", layout: "headless", givc: { enable: true } },
        host: { networking: { enable: true } },
        virtualization: {
          "microvm-host": { enable: true },
          microvm: { adminvm: { enable: true }, netvm: { enable: true } },
        },
      },
    }),
  );
  assert.ok(system !== undefined, JSON.stringify(problems));
  const made = plan(system, NOTHING_ALLOCATED, host);
  assert.deepEqual(made.problems, []);
  const spec = made.artifacts.find(({ path }) =>
    path.endsWith(`microvms/${vm}/spec.json`),
  );
  const files = guestArtifactsOf(made, vm).map(({ path, text, mode }) => ({
    ...{ path, content: text, mode: Number.parseInt(mode, 8) },
  }));
  return { spec: spec?.text ?? "", files };
}

export interface RunningVm {
  /** The network namespace that it is in. */
  readonly namespace: string;
  /** What the runner said up to now. */
  said(): string;
  console(): Promise<string>;
  facts(): Promise<ReadonlyMap<string, string>>;
  /** SIGTERM for the runner. @returns its exit status */
  stop(): Promise<unknown>;
  /** The exit status of the runner. */
  readonly ended: Promise<unknown>;
  /** Its state directory. */
  readonly folder: string;
  /** Starts it again, when it has ended. */
  again(): Promise<RunningVm>;
}

export interface PlannedStart {
  readonly planned: Planned;
  /** Of the image. */
  readonly role: TestRole;
  /** Makes what has to be in its state directory before it starts. */
  readonly beside?: (folder: string) => Promise<void>;
  /** As which QEMU runs; the runner's by default. */
  readonly user?: string;
}

/** Without udev only root may open it. */
const TUN_FOR_ALL = [
  ...["unshare", "--mount", "--propagation", "private", "--"],
  ...["sh", "-ec"],
  `mount -t tmpfs none /mnt
   mknod -m 0666 /mnt/tun c 10 200
   mount --bind /mnt/tun /dev/net/tun
   exec "$@"`,
  "sh",
];

/** Comes back when the guest is ready. All of it ends with the test, however that ends. */
export async function startPlanned(
  t: TestContext,
  { planned, role, beside = async () => {}, user = "" }: PlannedStart,
): Promise<RunningVm> {
  const image = await ensureImage(role);
  const spec = JSON.parse(planned.spec);
  const namespace = await bridged(t, spec);
  const text = JSON.stringify({ ...spec, user });
  const folder = await stateDir(t, { ...planned, spec: text }, image.folder);
  await beside(folder);
  return await run(t, { namespace, folder, hasUser: user !== "" });
}

interface Place {
  readonly namespace: string;
  readonly folder: string;
  readonly hasUser: boolean;
}

async function run(t: TestContext, place: Place): Promise<RunningVm> {
  const { namespace, folder, hasUser } = place;
  const runner = start([
    ...["setpriv", "--pdeathsig", "KILL", "--", "nsenter"],
    ...[`--net=/run/netns/${namespace}`, "--"],
    ...(hasUser ? TUN_FOR_ALL : []),
    ...[starter("ghaf-runner"), "run", folder],
  ]);
  t.after(() => runner.kill("SIGKILL"));
  let said = "";
  runner.stderr.on("data", (chunk) => {
    said += chunk;
  });
  let isOver = false;
  // With the end of what it said: its exit may be known before that was read.
  const ended = new Promise((resolve) =>
    runner.once("close", (code) => {
      isOver = true;
      resolve(code);
    }),
  );
  const log = () =>
    readFile(join(folder, "console.log"), "utf8").catch(() => said);
  await waitFor(
    "the guest is ready",
    () => said.includes("the guest is ready") || isOver,
    BOOT_MS,
  );
  assert.match(said, /the guest is ready/, `${said}${await log()}`);
  t.diagnostic(said.split("\n").find((line) => line.includes("ready")) ?? "");
  return {
    ...{ namespace, folder, ended },
    said: () => said,
    console: log,
    facts: () => factsOf(log),
    stop: () => {
      runner.kill("SIGTERM");
      return ended;
    },
    again: async () => {
      await rm(join(folder, "console.log"));
      return await run(t, place);
    },
  };
}

/** Of a launch specification. */
interface Bridged {
  readonly vm: string;
  readonly taps: readonly [{ readonly bridge: string }];
}

/** A namespace with the bridge. */
async function bridged(
  t: TestContext,
  { vm, taps: [{ bridge }] }: Bridged,
): Promise<string> {
  const name = await namespaceOf(t, `planned-${vm}`);
  const link = ["ip", "-n", name, "link"];
  await succeed([...link, "add", bridge, "type", "bridge"]);
  await succeed([...link, "set", bridge, "up"]);
  return name;
}

/** An empty network namespace, removed with the test, however it ends. */
export async function namespaceOf(
  t: TestContext,
  what: string,
): Promise<string> {
  const name = `ghaf-${what}-${process.pid}`;
  const guardian = startGuardian();
  t.after(() => guardian.close());
  guardian.guard({ kind: "netns", name });
  await succeed(["ip", "netns", "add", name]);
  return name;
}

async function stateDir(
  t: TestContext,
  { spec, files }: Planned,
  image: string,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "ghaf-planned-"));
  t.after(() => rm(folder, REMOVED));
  await symlink(image, join(folder, "current"));
  await writeFile(join(folder, "spec.json"), spec);
  const layer = makeVmLayer({ credentials: {}, files });
  await writeFile(join(folder, "secrets.cpio"), layer, { mode: 0o600 });
  return folder;
}

async function factsOf(
  log: () => Promise<string>,
): Promise<ReadonlyMap<string, string>> {
  const text = await waitFor(
    "facts",
    async () => {
      const seen = await log();
      return seen.includes("FACT end=end") && seen;
    },
    BOOT_MS,
  ).catch(log);
  const found = text.matchAll(/FACT ([a-z]+)=(.*?) *\r?$/gm);
  return new Map([...found].map(([, name = "", value = ""]) => [name, value]));
}
