/** The bodies of `ghaf app ...`. */

import { parseAppName, parseVmName, type VmName } from "@ghaf/api";
import { CliError } from "../cli-error.ts";
import type { Control } from "../control.ts";
import { APP_FACE, appRows } from "../rows/apps.ts";
import { withBootProgress } from "./boot-progress.ts";
import { type ListRequest, printList } from "./list.ts";
import { type Sought, suggesting, suggestions } from "./not-found.ts";
import { vmSought } from "./vm.ts";

export interface StartRequest {
  readonly app: string;
  readonly vm: string | undefined;
  readonly args: readonly string[];
}

/** stdout: the name of the new instance. */
export async function start(
  request: StartRequest,
  control: Control,
): Promise<void> {
  const app = parseAppName(request.app);
  // The default is the admin's rule, repeated here only to watch the right VM.
  const vm = parseVmName(request.vm ?? `${app}-vm`);
  const { client, settings, surface } = control;
  const what = { app, vm: request.vm, args: request.args };
  const name = await withBootProgress(control, vm, () =>
    suggesting(control, placeSought(request, vm), () =>
      client.startApplication(what, settings),
    ),
  );
  await surface.print(`${name}\n`);
  surface.tell(`started ${name} in ${vm}`);
}

/** Without a VM, the one with the application's name was asked for. */
function placeSought({ vm, app }: StartRequest, asked: VmName): Sought {
  const sought = vmSought(asked);
  if (vm !== undefined) return sought;
  const otherwise = `name the VM that has ${app}: --vm VM     (${sought.list})`;
  return { ...sought, names: () => [asked], otherwise };
}

export type AppVerb = "stop" | "pause" | "resume";

const DONE: Readonly<Record<AppVerb, string>> = {
  stop: "stopped",
  pause: "paused",
  resume: "resumed",
};

export interface AppRequest {
  readonly verb: AppVerb;
  /** An instance, or an application that has exactly one. */
  readonly name: string;
  readonly vm: string | undefined;
}

export async function change(
  request: AppRequest,
  control: Control,
): Promise<void> {
  const vm = request.vm === undefined ? undefined : parseVmName(request.vm);
  const name = await instanceOf(request.name, vm, control);
  const what = { name, vm };
  await suggesting(control, appSought(request.name, vm), () =>
    callVerb(request.verb, what, control),
  );
  control.surface.tell(`${DONE[request.verb]} ${name}`);
}

function callVerb(
  verb: AppVerb,
  what: { readonly name: string; readonly vm: string | undefined },
  { client, settings }: Control,
): Promise<unknown> {
  switch (verb) {
    case "stop":
      return client.stopApplication(what, settings);
    case "pause":
      return client.pauseApplication(what, settings);
    case "resume":
      return client.resumeApplication(what, settings);
  }
}

/** A bare application name stands for its only instance; anything else is left to the admin. */
async function instanceOf(
  typed: string,
  vm: VmName | undefined,
  control: Control,
): Promise<string> {
  if (/[.@]/.test(typed)) return typed;
  const items = await control.client.queryList(control.settings);
  if (items.some(({ name }) => name === typed)) return typed;
  const running = appRows(items, vm).filter(({ app }) => app === typed);
  const [only, ...others] = running.map(({ name }) => name);
  if (only === undefined) {
    throw new CliError("not-found", `no instance of ${typed} is running`, {
      hints: suggestions(appSought(typed, vm), items),
    });
  }
  if (others.length > 0) {
    throw new CliError("usage", `there are several instances of ${typed}`, {
      hints: [`name one: ${[only, ...others].join(", ")}`],
    });
  }
  return only;
}

export function list(
  request: ListRequest & { readonly vm: string | undefined },
  control: Control,
): Promise<void> {
  const { vm } = request;
  const rows = (items: Parameters<typeof appRows>[0]) => appRows(items, vm);
  return printList(
    { face: APP_FACE, rows, things: "applications" },
    request,
    control,
  );
}

function appSought(typed: string, vm: VmName | undefined): Sought {
  return {
    typed,
    names: (items) =>
      appRows(items, vm).flatMap(({ name, app }) => [name, app]),
    list: "ghaf app list",
  };
}
