/** The body of `ghaf status`: can the admin be reached, is anything wrong with it, and what does it look after. */

import { formatEndpoint } from "@ghaf/api";
import {
  type GetStatusResponse,
  StatusService,
} from "@ghaf/api/proto/ghaf/status/v1/status";
import { createRpcClient, RpcError } from "@ghaf/api/rpc";
import type { QueryItem } from "@ghaf/client";
import {
  type Face,
  type RenderOptions,
  renderOne,
} from "../../output/render.ts";
import type { CliError } from "../cli-error.ts";
import type { Control } from "../control.ts";
import {
  countByStatus,
  type StatusReport,
  statusFace,
  unreachableFace,
  type Warning,
} from "../rows/status-face.ts";
import { toCliError } from "../to-cli-error.ts";

export async function status(
  render: RenderOptions,
  control: Control,
): Promise<void> {
  const { client, settings, surface } = control;
  const items = await orUnreachable(
    client.queryList(settings),
    async (error) => {
      if (render.format !== "json" && render.format !== "yaml") return;
      const { serverName: name, address } = placeOf(control);
      const report = { name, address, error: error.causes.join(": ") };
      await surface.print(await renderOne(unreachableFace, report, render));
    },
  );
  const facts = await adminFacts(control);
  const report = reportOf(items, facts, control);
  const face: Face<StatusReport> = statusFace(report);
  await surface.print(await renderOne(face, report, render));
}

/** Scripts that ask for a document get one also when nobody answers; the failure stays a failure. */
async function orUnreachable<Result>(
  call: Promise<Result>,
  print: (error: CliError) => Promise<void>,
): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    const failure = toCliError(error);
    if (failure.code === "unreachable") await print(failure);
    throw error;
  }
}

/** @returns undefined from an admin that does not know the question, as the reference's */
async function adminFacts({
  transport,
  settings,
}: Control): Promise<GetStatusResponse | undefined> {
  try {
    const client = createRpcClient(StatusService, transport);
    return await client.getStatus({}, settings);
  } catch (error) {
    if (error instanceof RpcError && error.code === "unimplemented") {
      return undefined;
    }
    throw error;
  }
}

function reportOf(
  items: readonly QueryItem[],
  facts: GetStatusResponse | undefined,
  control: Control,
): StatusReport {
  const of = (kind: string) =>
    countByStatus(items.filter(({ serviceType }) => serviceType === kind));
  const { serverName, address } = placeOf(control);
  return {
    name: serverName,
    address,
    version: facts?.version ?? null,
    bootId: facts?.bootId ?? null,
    uptimeSeconds: facts === undefined ? null : Number(facts.uptimeSeconds),
    sessions: facts?.sessions ?? null,
    watchers: facts?.watchers ?? null,
    vms: of("VM"),
    agents: of("Mgr"),
    apps: of("App"),
    services: of("Svc"),
    warnings: [
      ...(facts?.warnings ?? []).map(readWarning),
      ...ours(control, facts),
    ],
  };
}

/** What this end of the connection sees, unless the admin has said it. */
function ours(
  { admin }: Control,
  facts: GetStatusResponse | undefined,
): readonly Warning[] {
  const told = facts?.warnings.some(({ code }) => code === "no-tls");
  return admin.encrypted || told
    ? []
    : [{ code: "no-tls", text: "the connection is not encrypted" }];
}

function readWarning({ code, text }: Warning): Warning {
  return { code, text };
}

function placeOf({ admin }: Control) {
  return {
    serverName: admin.serverName,
    address: formatEndpoint(admin.endpoint),
  };
}
