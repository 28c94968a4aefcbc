/** `update query`: what an update server offers, over plain HTTP and without the admin. */

import { quote } from "@ghaf/api";
import { CliError } from "../../ghaf/cli-error.ts";
import { jsonLine } from "../../output/render.ts";
import { visible } from "../../output/visible.ts";
import type { Context } from "../context.ts";

export interface UpdateQueryOptions {
  /** Base URL of the server. */
  readonly source: string;
  readonly pinName: string;
  /** One store path per line instead of JSON. */
  readonly raw?: boolean;
  /** Only what the server marks as current. */
  readonly current?: boolean;
}

interface Update {
  readonly name: string;
  readonly storePath: string;
  readonly current: boolean;
  readonly pubKey: string;
}

export async function queryUpdates(
  context: Context,
  options: UpdateQueryOptions,
): Promise<void> {
  const url = updateUrl(options.source, options.pinName);
  const body = await context.io.httpGet(url, context.io.signal);
  const updates = parseUpdates(body, url).filter(
    ({ current }) => current || options.current !== true,
  );
  await context.print(
    options.raw === true
      ? updates.map(({ storePath }) => `${visible(storePath)}\n`).join("")
      : jsonLine(updates),
  );
}

function updateUrl(source: string, pin: string): URL {
  const base = URL.canParse(source) ? new URL(source) : undefined;
  if (base?.protocol !== "http:") {
    throw new CliError(
      "usage",
      `--source ${quote(source)} is no http:// address`,
    );
  }
  const folder = base.pathname.replace(/\/+$/, "");
  base.pathname = `${folder}/update/${encodeURIComponent(pin)}`;
  return base;
}

function parseUpdates(untrusted: string, url: URL): readonly Update[] {
  const parsed = parseJson(untrusted, url);
  if (!Array.isArray(parsed)) throw malformed(url, "is no list");
  return parsed.map((entry: unknown, at) => {
    const update = readUpdate(entry);
    if (update === undefined) throw malformed(url, `entry ${at} is incomplete`);
    return update;
  });
}

function parseJson(untrusted: string, url: URL): unknown {
  try {
    return JSON.parse(untrusted);
  } catch (cause) {
    throw malformed(url, "is no JSON", cause);
  }
}

function readUpdate(entry: unknown): Update | undefined {
  if (typeof entry !== "object" || entry === null) return undefined;
  const { name, storePath, current, pubKey } = entry as Record<string, unknown>;
  if (typeof storePath !== "string" || typeof current !== "boolean") {
    return undefined;
  }
  return {
    name: typeof name === "string" ? name : "",
    storePath,
    current,
    pubKey: typeof pubKey === "string" ? pubKey : "",
  };
}

function malformed(url: URL, reason: string, cause?: unknown): CliError {
  return new CliError("failed", `the answer of ${url} ${reason}`, { cause });
}
