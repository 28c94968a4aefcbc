/** The bodies of `ghaf unit ...`. */

import { parseUnitName, parseVmName, type UnitName } from "@ghaf/api";
import type { QueryItem } from "@ghaf/client";
import { type RenderOptions, renderOne } from "../../output/render.ts";
import type { Control } from "../control.ts";
import { UNIT_FACE } from "../rows/unit-face.ts";
import { type Sought, suggesting } from "./not-found.ts";

export interface UnitRequest {
  readonly vm: string;
  readonly unit: string;
}

export async function status(
  request: UnitRequest,
  render: RenderOptions,
  control: Control,
): Promise<void> {
  const { vm, unit } = parse(request);
  const { client, settings, surface } = control;
  const state = await suggesting(control, machineSought(vm), () =>
    client.getUnitStatus({ vm, unit }, settings),
  );
  await surface.print(
    await renderOne(UNIT_FACE, { vm, status: state }, render),
  );
}

export async function start(
  request: UnitRequest,
  control: Control,
): Promise<void> {
  const { vm, unit } = parse(request);
  const { client, settings, surface } = control;
  await suggesting(control, machineSought(vm), () =>
    client.startService({ service: unit, vm }, settings),
  );
  surface.tell(`${unit} is started in ${vm}`);
}

export async function stop(
  request: UnitRequest,
  control: Control,
): Promise<void> {
  const { vm, unit } = parse(request);
  const { client, settings, surface } = control;
  await suggesting(control, machineSought(vm), () =>
    client.stopService({ service: unit, vm }, settings),
  );
  surface.tell(`${unit} is stopped in ${vm}`);
}

function parse(request: UnitRequest) {
  return { vm: parseVmName(request.vm), unit: unitName(request.unit) };
}

/** A name without type means a service, as it does to systemctl. */
export function unitName(untrusted: string): UnitName {
  const typed = /\.[a-z]+$/.test(untrusted)
    ? untrusted
    : `${untrusted}.service`;
  return parseUnitName(typed);
}

/** Machines are called by their agents' names, the host included. */
function machineSought(typed: string): Sought {
  return {
    typed,
    names: machineNames,
    list: "ghaf vm list     (the host goes by its agent's name)",
    otherwise: `the agent of ${typed} answers only for the units it is configured with`,
  };
}

function machineNames(items: readonly QueryItem[]): readonly string[] {
  return items
    .filter(({ serviceType }) => serviceType === "Mgr")
    .flatMap(({ name }) => /^givc-(.+)\.service$/.exec(name)?.[1] ?? []);
}
