/**
 * To be run in a machine: the contract of the agent's port to units, against the
 * manager that an agent of this user would have.
 */

import { execFile } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { DbusSystemd } from "@ghaf/agent/systemd";
import { unitFiles, unitsContract } from "@ghaf/agent/testing";
import { createLogger } from "@ghaf/daemon";

const runtime = process.env["XDG_RUNTIME_DIR"] ?? "";
const place =
  process.getuid?.() === 0
    ? {
        manager: "--system",
        address: "unix:path=/run/dbus/system_bus_socket",
        folder: "/run/systemd/system",
      }
    : {
        manager: "--user",
        address: `unix:path=${runtime}/bus`,
        folder: `${runtime}/systemd/user`,
      };
const write = (line: string) => void process.stderr.write(line);
const logger = createLogger({ level: "error", journal: false, write });

unitsContract(`systemd ${place.manager}`, "processes", async (defined) => {
  const files = Object.entries(unitFiles(defined));
  const paths = files.map(([name]) => join(place.folder, name));
  const reload = () => systemctl("daemon-reload");
  await mkdir(place.folder, { recursive: true });
  for (const [name, text] of files) {
    await writeFile(join(place.folder, name), text);
  }
  await reload();
  // A busy machine may take its time to answer.
  const patient = { address: place.address, logger, callTimeoutMs: 60_000 };
  const units = new DbusSystemd(patient);
  return {
    units,
    outside: {
      kind: "processes",
      kill: async (processId) => void process.kill(processId, "SIGKILL"),
    },
    end: async () => {
      await units.close();
      for (const path of paths) await rm(path);
      await reload();
    },
  };
});

async function systemctl(verb: string): Promise<void> {
  await promisify(execFile)("systemctl", [place.manager, verb]);
}
