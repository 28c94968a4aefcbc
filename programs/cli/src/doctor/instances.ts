/** What runs already, and what says that it runs but has ended without a word. */

import { join } from "node:path";
import { type Finding, ok, warning } from "./finding.ts";
import type { Machine, Surroundings } from "./machine.ts";

/** Names that are safe in a command line; others `ghaf up` does not make. */
const NAME = /^[a-z0-9][a-z0-9-]*$/;

export async function lookAtInstances({
  machine,
  instances,
}: Surroundings): Promise<readonly Finding[]> {
  const names = await machine.list(instances);
  const found = await Promise.all(
    names
      .filter((name) => NAME.test(name))
      .map((name) => lookAt(name, join(instances, name), machine)),
  );
  return found.flat();
}

async function lookAt(
  name: string,
  folder: string,
  machine: Machine,
): Promise<readonly Finding[]> {
  const phase = phaseIn(await machine.read(join(folder, "state.json")));
  if (phase === undefined || phase === "ended") return [];
  const title = `instance ${name}`;
  if (await machine.answers(join(folder, "door.sock"))) {
    return [ok(title, phase)];
  }
  const what = `state.json says ${phase}, but nobody answers: it was killed`;
  return [warning(title, what, `ghaf down --instance ${name}`)];
}

function phaseIn(untrusted: string | undefined): string | undefined {
  try {
    const { phase }: { phase?: unknown } =
      JSON.parse(untrusted ?? "null") ?? {};
    return typeof phase === "string" ? phase : undefined;
  } catch {
    return "nothing readable";
  }
}
