/** The bodies of `ghaf build`, `ghaf image ...` and `ghaf lock ...`: images without running them, and what they are made of. */

import { existsSync } from "node:fs";
import { readdir, readlink, realpath, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { collectGarbage, discardBuilt } from "@ghaf/image";
import { onlyFile } from "../../declaration/arguments.ts";
import { changeLock, rememberPackages } from "../../declaration/lock-file.ts";
import { type OpenedPlan, openPlan } from "../../declaration/open-plan.ts";
import { buildDisplay } from "../../instance/build-display.ts";
import { placesOf } from "../../instance/folders.ts";
import {
  type Built,
  buildImages,
  wantedImages,
} from "../../instance/images.ts";
import { asCliError } from "../../instance/to-cli-error.ts";
import {
  type Face,
  type RenderOptions,
  renderList,
} from "../../output/render.ts";
import type { Shell } from "../shell.ts";

export interface BuildRequest {
  readonly words: readonly string[];
  readonly config: string | undefined;
  /** Refuse to resolve what the lock lacks. */
  readonly locked: boolean;
  /** Resolve everything anew. */
  readonly update: boolean;
  /** Make everything anew. */
  readonly force: boolean;
}

/** Builds every image of the configuration, and prints where each is. */
export async function build(
  request: BuildRequest,
  shell: Shell,
): Promise<void> {
  const plan = await openPlan(fileOf(request, shell), shell, {
    isWriter: !request.locked,
  });
  const { images } = await buildAll(plan, request, shell);
  const lines = images.map(({ name, result }) => `${name} ${result.path}\n`);
  await shell.surface.print(lines.join(""));
}

/** Asks the mirror for present versions, whatever the lock says, and builds from them. */
export async function updateLock(
  request: Omit<BuildRequest, "locked" | "update" | "force">,
  shell: Shell,
): Promise<void> {
  const plan = await openPlan(fileOf(request, shell), shell, {
    isWriter: true,
  });
  await buildAll(
    plan,
    { ...request, locked: false, update: true, force: false },
    shell,
  );
  shell.surface.tell(`updated ${plan.lockFile}`);
}

/** Forgets the addresses of VMs that the configuration has no more. */
export async function pruneLock(
  request: Omit<BuildRequest, "locked" | "update" | "force">,
  shell: Shell,
): Promise<void> {
  const { system, lockFile } = await openPlan(fileOf(request, shell), shell);
  const names = new Set(system.vms.map(({ name }) => name));
  const gone = await changeLock(lockFile, (lock) => {
    const entries = [...lock.allocation.vms];
    const vms = new Map(entries.filter(([name]) => names.has(name)));
    return {
      lock: { ...lock, allocation: { ...lock.allocation, vms } },
      result: entries.flatMap(([name]) => (names.has(name) ? [] : [name])),
    };
  });
  const what = gone.length === 0 ? "nothing" : gone.join(", ");
  shell.surface.tell(`forgotten: ${what}`);
}

function fileOf(
  { words, config }: Pick<BuildRequest, "words" | "config">,
  { io }: Shell,
) {
  return onlyFile({ words, config, folder: io.folder });
}

async function buildAll(
  { system, lock, lockFile }: OpenedPlan,
  { locked, update, force }: BuildRequest,
  { env, surface }: Shell,
): Promise<Built> {
  const display = buildDisplay(surface);
  const store = placesOf(env).images;
  try {
    if (force && existsSync(store)) await discardBuilt(store);
    const built = await buildImages({
      images: wantedImages(system),
      store,
      untrustedLock: update ? {} : lock.packages,
      ...{ onlyLocked: locked, tell: display.tell, keepAs: "build" },
    });
    display.finish();
    if (!locked) {
      const { packages: began } = lock;
      await rememberPackages(lockFile, { began, built: { ...built.lock } });
    }
    return built;
  } catch (error) {
    throw asCliError(error);
  }
}

const MIB = 1024 * 1024;

export async function collect({ env, surface }: Shell): Promise<void> {
  try {
    const { images } = placesOf(env);
    const { kept, removed, freedBytes } = await collectGarbage(images);
    const freed = `${(freedBytes / MIB).toFixed(1)} MiB`;
    surface.tell(`removed ${removed} results, kept ${kept}; freed ${freed}`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      surface.tell("there are no images");
      return;
    }
    throw asCliError(error);
  }
}

interface ImageRow {
  readonly name: string;
  readonly rootMib: number;
  readonly key: string;
  readonly path: string;
}

/** What the store keeps by name; the first part is the device. */
export async function list(render: RenderOptions, shell: Shell): Promise<void> {
  const roots = join(placesOf(shell.env).images, "roots");
  const names = await readdir(roots).catch(() => []);
  const rows = await Promise.all(names.sort().map((name) => row(roots, name)));
  await shell.surface.print(await renderList(IMAGE_FACE, rows, render));
  if (rows.length === 0) shell.surface.tell("no images");
}

async function row(roots: string, name: string): Promise<ImageRow> {
  const link = join(roots, name);
  const key = basename(await readlink(link));
  const path = join(await realpath(link), "output");
  const { size } = await stat(join(path, "root.erofs"));
  return { name, key, path, rootMib: Math.round(size / MIB) };
}

const IMAGE_FACE: Face<ImageRow> = {
  columns: [
    { title: "NAME", text: ({ name }) => name },
    { title: "ROOT", text: ({ rootMib }) => `${rootMib} MiB` },
    { title: "KEY", text: ({ key }) => key.slice(0, 12) },
    { title: "PATH", text: ({ path }) => path, wide: true },
  ],
  name: ({ name }) => name,
  record: (one) => ({ ...one }),
};
