/** What every RpcTransport must do, run against each of them by its test. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Exec } from "@ghaf/api/proto/exec/exec";
import { PolicyAdmin } from "@ghaf/api/proto/policyadmin/policyadmin";
import { UnitControlService } from "@ghaf/api/proto/systemd/systemd";
import {
  bindService,
  createRpcClient,
  RpcError,
  type RpcTransport,
  type ServiceBinding,
} from "@ghaf/api/rpc";

export interface Connected {
  readonly transport: RpcTransport;
  close(): Promise<void>;
}

/** Makes a transport whose peer serves `services`. */
export type Connect = (
  services: readonly ServiceBinding[],
) => Promise<Connected>;

/** The mapping that the contract's services use. */
export function contractRpcError(error: unknown): RpcError {
  return new RpcError("internal", "mapped", { cause: error });
}

export function transportContract(name: string, connect: Connect): void {
  const check = (
    title: string,
    services: readonly ServiceBinding[],
    body: (transport: RpcTransport) => Promise<void>,
  ) =>
    test(`${name}: ${title}`, async () => {
      const connected = await connect(services);
      try {
        await body(connected.transport);
      } finally {
        await connected.close();
      }
    });
  unaryContract(check);
  streamContract(check);
  endingContract(check);
}

type Check = (
  title: string,
  services: readonly ServiceBinding[],
  body: (transport: RpcTransport) => Promise<void>,
) => void;

function unaryContract(check: Check): void {
  const units = bindService(
    UnitControlService,
    {
      getUnitStatus: ({ UnitName }, context) => {
        if (UnitName === "mapped") throw new Error("secret");
        if (UnitName === "refused") {
          throw new RpcError("failed-precondition", "no", {
            debug: { detail: "root", stack: ["root"] },
          });
        }
        context.setTrailer("ghaf-answer", context.metadata.get("ask") ?? "");
        return { UnitStatus: { Name: UnitName } };
      },
    },
    "left out",
  );

  check("a unary call carries message and metadata", [units], async (t) => {
    const client = createRpcClient(UnitControlService, t);
    let trailers: ReadonlyMap<string, string> = new Map();
    const reply = await client.getUnitStatus(
      { UnitName: "a.service" },
      { metadata: { ask: "x" }, onTrailers: (got) => (trailers = got) },
    );
    assert.equal(reply.UnitStatus?.Name, "a.service");
    assert.equal(trailers.get("ghaf-answer"), "x");
  });

  check("an RpcError arrives as it was thrown", [units], async (t) => {
    const client = createRpcClient(UnitControlService, t);
    await assert.rejects(client.getUnitStatus({ UnitName: "refused" }), {
      code: "failed-precondition",
      message: "no",
      debug: { detail: "root", stack: ["root"] },
    });
  });

  check("any other error goes through the mapping", [units], async (t) => {
    const client = createRpcClient(UnitControlService, t);
    await assert.rejects(client.getUnitStatus({ UnitName: "mapped" }), {
      code: "internal",
      message: "mapped",
    });
  });

  check("a method without handler is unimplemented", [units], async (t) => {
    const client = createRpcClient(UnitControlService, t);
    await assert.rejects(client.startUnit({ UnitName: "a.service" }), {
      code: "unimplemented",
      message: "StartUnit: left out",
    });
  });
}

function streamContract(check: Check): void {
  const exec = bindService(Exec, {
    runCommand: async function* (requests) {
      for await (const { Command } of requests) {
        if (Command.case !== "Stdin") throw new Error("secret");
        yield { Event: { case: "Stdout", value: Command.value } };
      }
    },
  });
  const policy = bindService(PolicyAdmin, {
    streamPolicy: async (requests) => {
      let bytes = 0;
      for await (const part of requests) bytes += part.policyChunk.length;
      return { Status: String(bytes) };
    },
  });

  check("a bidirectional stream echoes in order", [exec], async (t) => {
    const client = createRpcClient(Exec, t);
    const got: number[] = [];
    for await (const { Event } of client.runCommand(chunks(20))) {
      if (Event.case === "Stdout") got.push(Event.value.Payload[0] ?? -1);
    }
    assert.deepEqual(
      got,
      Array.from({ length: 20 }, (_, i) => i),
    );
  });

  check("an error ends a stream with its status", [exec], async (t) => {
    const client = createRpcClient(Exec, t);
    await assert.rejects(
      drain(client.runCommand(once({ Command: { case: undefined } }))),
      { code: "internal", message: "mapped" },
    );
  });

  check("a client stream is read to its end", [policy], async (t) => {
    const client = createRpcClient(PolicyAdmin, t);
    const part = { policyChunk: new Uint8Array(64 * 1_024) };
    const reply = await client.streamPolicy(repeat(part, 40));
    assert.equal(reply.Status, String(40 * 64 * 1_024));
  });

  check("requests that throw end the call", [policy], async (t) => {
    const client = createRpcClient(PolicyAdmin, t);
    await assert.rejects(client.streamPolicy(failing()), RpcError);
  });
}

function endingContract(check: Check): void {
  const ended: string[] = [];
  let begun = 0;
  const hanging = bindService(UnitControlService, {
    getUnitStatus: (_request, { signal }) =>
      new Promise((_, reject) => {
        begun += 1;
        signal.addEventListener("abort", () => {
          ended.push("unary");
          reject(new Error("ended"));
        });
      }),
    monitorUnit: async function* (_request, { signal }) {
      yield { cpuUsage: 1 };
      await new Promise((resolve) => {
        signal.addEventListener("abort", resolve);
      });
      ended.push("stream");
    },
  });

  check("a deadline ends the call at both ends", [hanging], async (t) => {
    const client = createRpcClient(UnitControlService, t);
    // Until one has reached the other end in its time.
    while (begun === 0) {
      await assert.rejects(client.getUnitStatus({}, { timeoutMs: 1_000 }), {
        code: "deadline-exceeded",
      });
    }
    await until(() => ended.includes("unary"));
  });

  check("a signal cancels the call", [hanging], async (t) => {
    const client = createRpcClient(UnitControlService, t);
    const abort = new AbortController();
    const call = client.getUnitStatus({}, { signal: abort.signal });
    setImmediate(() => abort.abort());
    await assert.rejects(call, { code: "cancelled" });
  });

  check("leaving the loop cancels the stream", [hanging], async (t) => {
    const client = createRpcClient(UnitControlService, t);
    ended.length = 0;
    for await (const sample of client.monitorUnit({})) {
      assert.equal(sample.cpuUsage, 1);
      break;
    }
    await until(() => ended.includes("stream"));
  });

  check("closing cancels calls under way and to come", [hanging], async (t) => {
    const client = createRpcClient(UnitControlService, t);
    ended.length = 0;
    const before = begun;
    const call = client.getUnitStatus({}, { timeoutMs: 0 });
    await until(() => begun > before);
    const stream = client.monitorUnit({})[Symbol.asyncIterator]();
    assert.equal((await stream.next()).value?.cpuUsage, 1);
    t.close();
    const cancelled = { name: "RpcError", code: "cancelled" };
    await assert.rejects(call, cancelled);
    await assert.rejects(stream.next(), cancelled);
    await until(() => ["unary", "stream"].every((one) => ended.includes(one)));
    await assert.rejects(client.getUnitStatus({}), cancelled);
    await assert.rejects(drain(client.monitorUnit({})), cancelled);
  });
}

async function* chunks(count: number) {
  for (let i = 0; i < count; i += 1) {
    const value = { Payload: new Uint8Array([i]) };
    yield { Command: { case: "Stdin" as const, value } };
  }
}

async function* once<T>(value: T) {
  yield value;
}

async function* repeat<T>(value: T, times: number) {
  for (let i = 0; i < times; i += 1) yield value;
}

async function* failing(): AsyncGenerator<{ policyName: string }> {
  yield { policyName: "p" };
  throw new Error("source failed");
}

async function drain(values: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of values);
}

/** Gives the other end its turns until it has noticed; the runner's own timeout bounds it. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
