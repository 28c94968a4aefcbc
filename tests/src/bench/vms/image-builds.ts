/** How large the images of examples/minimal are, and how long making them takes: from nothing, and when nothing changed. */

import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { succeed } from "../../machine/command.ts";
import { starter } from "../../process/program.ts";
import { imports } from "../../vm/device.ts";
import { atMost, type Row } from "../report.ts";
import { median } from "../statistics.ts";
import { seconds } from "./boot-times.ts";

const MIB = 2 ** 20;
const MOST_ROOT_MIB = 150;
const MOST_COLD_MS = 90_000;
const MOST_WARM_MS = 2_000;
const COMMAND_MS = 600_000;
const WARM_RUNS = 5;

/** examples/minimal where nobody has a lock file yet. */
const CONFIGURATION = `${imports.defineSystem}${imports.minimal}
export default defineSystem({ imports: [minimal] });
`;

/** In a store of its own, so that nothing of the machine's is found. */
export async function imageRows(): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "ghaf-bench-images-"));
  try {
    await writeFile(join(folder, "system.ts"), CONFIGURATION);
    const cold = await build(folder);
    const warm: number[] = [];
    for (let run = 0; run < WARM_RUNS; run += 1) {
      warm.push((await build(folder)).took);
    }
    return [
      ...(await sizeRows(cold.images)),
      {
        what: `its ${cold.images.length} images from nothing: packages resolved, fetched from the machine's mirror, and all steps`,
        figure: seconds(cold.took),
        goal: atMost(cold.took, MOST_COLD_MS, "90 s"),
      },
      {
        what: "the same again, nothing changed",
        figure: seconds(median(warm)),
        goal: atMost(median(warm), MOST_WARM_MS, "2 s"),
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Image {
  readonly name: string;
  readonly path: string;
}

/** `ghaf build` as a process of its own. */
async function build(folder: string) {
  const { PATH = "", HOME = "/root" } = process.env;
  const env = {
    ...{ PATH, HOME, TMPDIR: tmpdir(), NO_COLOR: "1" },
    GHAF_STATE_DIR: join(folder, "state"),
    XDG_CACHE_HOME: join(folder, "cache"),
  };
  await mkdir(env.GHAF_STATE_DIR, { recursive: true, mode: 0o700 });
  const argv = [process.execPath, starter("ghaf"), "build", "system.ts"];
  const since = performance.now();
  const printed = await succeed(["env", "-C", folder, ...argv], {
    ...{ env, deadlineMs: COMMAND_MS },
  });
  const took = performance.now() - since;
  const images = printed
    .trimEnd()
    .split("\n")
    .map((line): Image => {
      const [name = "", path = ""] = line.split(" ");
      return { name, path };
    });
  return { took, images };
}

interface Manifest {
  readonly files: Readonly<Record<string, { readonly bytes: number }>>;
}

async function sizeRows(images: readonly Image[]): Promise<readonly Row[]> {
  const sizes = images.map(async ({ name, path }) => {
    const text = await readFile(join(path, "manifest.json"), "utf8");
    const { files }: Manifest = JSON.parse(text);
    const mib = (file: string) => (files[file]?.bytes ?? Number.NaN) / MIB;
    return { name, root: mib("root.erofs"), initrd: mib("initrd.cpio") };
  });
  return (await Promise.all(sizes)).map(({ name, root, initrd }) => ({
    what: `root of ${name}, compressed, with Node; initrd`,
    figure: `${root.toFixed(0)} MiB; ${initrd.toFixed(1)} MiB`,
    goal: atMost(root, MOST_ROOT_MIB, `${MOST_ROOT_MIB} MiB`),
  }));
}
