/** For tests: a folder with configuration files, and commands that run in it. */

import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { type Outcome, perform, type Scene } from "./fake-io.ts";

export interface Project {
  readonly folder: string;
  write(name: string, text: string): void;
  read(name: string): string;
  /** Runs `ghaf` there. */
  ghaf(...argv: readonly string[]): Promise<Outcome>;
  perform(scene: Scene): Promise<Outcome>;
}

/** Gone when the test ends. @param files texts by name */
export function createProject(
  test: TestContext,
  files: Readonly<Record<string, string>> = {},
): Project {
  const home = mkdtempSync(join(tmpdir(), "ghaf-project-"));
  const folder = join(home, "device");
  mkdirSync(folder);
  test.after(() => rmSync(home, { recursive: true, force: true }));
  const project: Project = {
    folder,
    write: (name, text) => {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    },
    read: (name) => readFileSync(join(folder, name), "utf8"),
    ghaf: (...argv) => project.perform({ argv }),
    perform: (scene) => {
      const env = { XDG_CACHE_HOME: join(home, "cache"), ...scene.env };
      return perform({ ...scene, env, io: { folder, ...scene.io } });
    },
  };
  for (const [name, text] of Object.entries(files)) project.write(name, text);
  return project;
}

/** A file of TypeScript whose definitions are these lines. */
export function systemText(...definitions: readonly string[]): string {
  const lines = ["{", ...definitions.map((line) => `  ${line}`), "}"];
  return `import { defineSystem, byDefault, force, when } from "@ghaf/system";\n\nexport default defineSystem(${lines.join("\n")});\n`;
}

/** A file of JSON with a small device that has these application VMs. */
export function deviceText(...apps: readonly string[]): string {
  const vms = apps.map((name) => ({ name, ramMb: 256, cores: 1 }));
  const flag = { enable: true };
  const microvm = {
    ...{ adminvm: flag, netvm: flag },
    appvm: { ...flag, vms },
  };
  return JSON.stringify({
    ghaf: {
      layout: "headless",
      givc: flag,
      host: { networking: flag },
      hardware: { definition: { memoryMiB: 4096 } },
      virtualization: { "microvm-host": flag, microvm },
    },
  });
}
