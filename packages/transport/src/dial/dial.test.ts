import assert from "node:assert/strict";
import { test } from "node:test";
import type { Endpoint } from "@ghaf/api";
import { UnitControlService } from "@ghaf/api/proto/systemd/systemd";
import { bindService, createRpcClient, RpcError } from "@ghaf/api/rpc";
import { serve } from "../serve/serve.ts";
import { dial } from "./dial.ts";

const LONG = "x".repeat(1_024 * 1_024);

test("a reply is read up to the length that was asked for", async () => {
  const units = bindService(UnitControlService, {
    getUnitStatus: () => ({ UnitStatus: { Description: LONG } }),
  });
  const server = await serve({
    listen: [{ kind: "tcp", host: "127.0.0.1", port: 0 }],
    services: [units],
    toRpcError: (error) => new RpcError("internal", String(error)),
  });
  const [endpoint] = server.addresses as readonly [Endpoint];
  const target = { endpoint, serverName: "test" };
  const patient = dial(target, {});
  const wary = dial(target, { maxReplyBytes: LONG.length });
  const ask = (transport: typeof wary) =>
    createRpcClient(UnitControlService, transport).getUnitStatus({});
  assert.equal((await ask(patient)).UnitStatus?.Description, LONG);
  await assert.rejects(ask(wary), { code: "resource-exhausted" });
  for (const transport of [patient, wary]) transport.close();
  await server.close(0);
});
