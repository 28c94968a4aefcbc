/** An independent gRPC client against our server: every kind of call, and every way it can end. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { Exec } from "@ghaf/api/proto/exec/exec";
import { PolicyAdmin } from "@ghaf/api/proto/policyadmin/policyadmin";
import { UnitControlService } from "@ghaf/api/proto/systemd/systemd";
import { bindService, type CallContext, RpcError } from "@ghaf/api/rpc";
import {
  loadTlsIdentity,
  type RunningServer,
  serve,
  type TlsIdentity,
} from "@ghaf/transport";
import { TestAuthority } from "../process/test-authority.ts";
import { until } from "../process/until.ts";
import { KERNELS_CHOICE, ownAddress } from "./loopback.ts";
import { describeWithPeers } from "./peers.ts";
import { PythonClient } from "./python-client.ts";

const GET_STATUS = "systemd.UnitControlService/GetUnitStatus";
const MONITOR = "systemd.UnitControlService/MonitorUnit";
const POLICY = "policyadmin.PolicyAdmin/StreamPolicy";
const RUN = "exec.Exec/RunCommand";
const MEBIBYTE = 1_048_576;

/** Remembers the calls it was asked for; each method answers in its own kind. */
class Answers {
  readonly seen: CallContext[] = [];

  bindings() {
    return [
      bindService(
        UnitControlService,
        {
          getUnitStatus: ({ UnitName }, context) => {
            this.seen.push(context);
            return this.#status(UnitName, context);
          },
          monitorUnit: (_request, context) => this.#monitor(context),
        },
        "left out here",
      ),
      bindService(PolicyAdmin, {
        streamPolicy: async (requests) => {
          let bytes = 0;
          for await (const { policyChunk } of requests) {
            bytes += policyChunk.length;
          }
          return { Status: `${bytes}` };
        },
      }),
      bindService(Exec, {
        runCommand: async function* (requests) {
          for await (const { Command } of requests) {
            if (Command.case !== "Stdin") continue;
            yield { Event: { case: "Stdout", value: Command.value } };
          }
          yield { Event: { case: "Finished", value: { ReturnCode: 7 } } };
        },
      }),
    ];
  }

  async #status(unit: string, context: CallContext) {
    switch (unit) {
      case "refused.service":
        throw new RpcError("failed-precondition", "Größe – not so", {
          debug: { detail: "root", stack: ["middle", "root"] },
        });
      case "broken.service":
        throw new TypeError("secret");
      case "never.service":
        return new Promise<never>(() => undefined);
      case "large.service":
        return { UnitStatus: { Description: "x".repeat(3 * MEBIBYTE) } };
      default:
        context.setTrailer("ghaf-asked", context.metadata.get("ask") ?? "");
        return { UnitStatus: { Name: unit, FreezerState: "running" } };
    }
  }

  async *#monitor(context: CallContext) {
    this.seen.push(context);
    for (let sample = 1; !context.signal.aborted; sample++) {
      yield { cpuUsage: sample };
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}

describeWithPeers("an independent client", () => {
  let authority: TestAuthority;
  let identity: TlsIdentity;
  let server: RunningServer;
  let answers: Answers;
  let client: PythonClient;

  before(async () => {
    authority = await TestAuthority.create();
    const address = ownAddress();
    identity = await loadTlsIdentity(
      await authority.issue("server", [address]),
    );
    answers = new Answers();
    server = await serve({
      listen: [{ kind: "tcp", host: address, port: 0 }],
      services: answers.bindings(),
      tls: identity,
      toRpcError: (error) =>
        error instanceof RpcError
          ? error
          : new RpcError("internal", "internal error"),
    });
    const [endpoint] = server.addresses;
    assert.ok(endpoint?.kind === "tcp");
    const files = await authority.issue("caller", ["127.0.0.1"]);
    client = await PythonClient.start(endpoint, "server", files);
  });

  after(async () => {
    await client.stop();
    await server.close(0);
    identity.close();
    await authority.remove();
  });

  for (const version of ["v1", "v1alpha"] as const) {
    test(`lists the services by reflection ${version}`, async () => {
      assert.deepEqual(await client.services(version), [
        "exec.Exec",
        "grpc.health.v1.Health",
        "grpc.reflection.v1.ServerReflection",
        "grpc.reflection.v1alpha.ServerReflection",
        "policyadmin.PolicyAdmin",
        "systemd.UnitControlService",
      ]);
    });

    test(`reads the files of a symbol by reflection ${version}`, async () => {
      const files = await client.describe("systemd.UnitStatus", version);
      assert.deepEqual(Object.keys(files), ["systemd/systemd.proto"]);
    });

    test(`is told by reflection ${version} what is not there`, async () => {
      await assert.rejects(
        client.describe("systemd.Nothing", version),
        /not found: systemd.Nothing/,
      );
    });
  }

  test("makes a unary call with metadata and reads message and trailers", async () => {
    const { messages, end } = await client.call(GET_STATUS, {
      requests: [{ UnitName: "sshd.service" }],
      metadata: { ask: "why" },
    });
    assert.deepEqual(messages, [
      { UnitStatus: { Name: "sshd.service", FreezerState: "running" } },
    ]);
    assert.equal(end.code, "OK");
    assert.equal(end.trailers["ghaf-asked"], "why");
    const seen = answers.seen.at(-1);
    assert.deepEqual(seen?.peer.certificate?.dnsNames, ["caller"]);
    assert.equal(seen.peer.address, KERNELS_CHOICE);
    assert.equal(`${seen.service}/${seen.method}`, GET_STATUS);
  });

  for (const compression of ["gzip", "deflate"] as const) {
    test(`may compress its requests with ${compression}`, async () => {
      const UnitName = `${"a".repeat(200)}.service`;
      const { messages } = await client.call(GET_STATUS, {
        requests: [{ UnitName }],
        compression,
      });
      assert.deepEqual(messages, [
        { UnitStatus: { Name: UnitName, FreezerState: "running" } },
      ]);
    });
  }

  test("reads a failure with its google.rpc.Status and DebugInfo", async () => {
    const { messages, end } = await client.call(GET_STATUS, {
      requests: [{ UnitName: "refused.service" }],
    });
    assert.deepEqual(messages, []);
    assert.equal(end.code, "FAILED_PRECONDITION");
    assert.equal(end.message, "Größe – not so");
    assert.deepEqual(end.status, {
      code: 9,
      message: "Größe – not so",
      details: [
        {
          type: "type.googleapis.com/google.rpc.DebugInfo",
          value: { stack_entries: ["middle", "root"], detail: "root" },
        },
      ],
    });
  });

  test("is not shown what broke inside", async () => {
    const { end } = await client.call(GET_STATUS, {
      requests: [{ UnitName: "broken.service" }],
    });
    assert.equal(end.code, "INTERNAL");
    assert.doesNotMatch(JSON.stringify(end), /secret/);
  });

  test("is told of a method without handler and of an unknown service", async () => {
    const left = await client.call("systemd.UnitControlService/StopUnit");
    assert.equal(left.end.code, "UNIMPLEMENTED");
    assert.match(left.end.message, /left out here/);
    await assert.rejects(client.call("hwid.HwidService/GetHwId"), /not found/);
  });

  test("has its deadline kept, and the handler is told of it", async () => {
    // On a machine that stands still it may pass before the handler has the call.
    const seen = await until("a call that came in its time", async () => {
      const before = answers.seen.length;
      const { end } = await client.call(GET_STATUS, {
        requests: [{ UnitName: "never.service" }],
        deadline: 2,
      });
      return end.code === "DEADLINE_EXCEEDED" && answers.seen[before];
    });
    assert.ok(seen.deadline);
    await aborted(seen.signal);
  });

  test("cancels a stream, the handler ends, and the connection stays good", async () => {
    const { messages, end } = await client.call(MONITOR, { take: 3 });
    assert.deepEqual(
      messages.slice(0, 3).map((message) => message["cpu_usage"]),
      [1, 2, 3],
    );
    assert.equal(end.code, "CANCELLED");
    const stream = answers.seen.find(({ method }) => method === "MonitorUnit");
    assert.ok(stream);
    await aborted(stream.signal);
    const next = await client.call(GET_STATUS, {
      requests: [{ UnitName: "a.service" }],
    });
    assert.equal(next.end.code, "OK");
  });

  test("streams requests", async () => {
    const chunk = Buffer.alloc(3 * MEBIBYTE).toString("base64");
    const { messages } = await client.call(POLICY, {
      requests: [
        { policy_name: "p", policy_chunk: chunk },
        { policy_chunk: chunk },
        { policy_chunk: "AAAA" },
      ],
    });
    assert.deepEqual(messages, [{ Status: `${6 * MEBIBYTE + 3}` }]);
  });

  test("talks in both directions at once", async () => {
    const call = client.begin(RUN, { requests: [], open: true });
    for (const Payload of ["AQ==", "Ag=="]) {
      call.send({ Stdin: { Payload } });
      await call.message(
        (message) =>
          JSON.stringify(message) === JSON.stringify({ Stdout: { Payload } }),
      );
    }
    call.finish();
    const { messages, end } = await call.outcome();
    assert.equal(end.code, "OK");
    assert.deepEqual(messages.at(-1), { Finished: { ReturnCode: 7 } });
  });

  test("may send 3 MiB and receive 3 MiB, but not send more than 4 MiB", async () => {
    const large = await client.call(GET_STATUS, {
      requests: [{ UnitName: "a".repeat(3 * MEBIBYTE) }],
    });
    assert.equal(large.end.code, "OK");
    const answered = await client.call(GET_STATUS, {
      requests: [{ UnitName: "large.service" }],
    });
    assert.equal(answered.end.code, "OK");
    const refused = await client.call(GET_STATUS, {
      requests: [{ UnitName: "a".repeat(4 * MEBIBYTE) }],
    });
    assert.equal(refused.end.code, "RESOURCE_EXHAUSTED");
  });

  test("checks health", async () => {
    const { messages } = await client.call("grpc.health.v1.Health/Check", {
      requests: [{ service: "exec.Exec" }],
    });
    assert.deepEqual(messages, [{ status: "SERVING" }]);
    const unknown = await client.call("grpc.health.v1.Health/Check", {
      requests: [{ service: "no.Such" }],
    });
    assert.equal(unknown.end.code, "NOT_FOUND");
  });

  test("is refused when it calls from an address its certificate does not name", async () => {
    const [endpoint] = server.addresses;
    assert.ok(endpoint?.kind === "tcp");
    const files = await authority.issue("stranger", ["192.0.2.99"]);
    const stranger = await PythonClient.start(endpoint, "server", files);
    await assert.rejects(
      stranger.services("v1"),
      /PERMISSION_DENIED: IP 127.0.0.1 not in certificate SAN/,
    );
    await stranger.stop();
  });

  test("does not take the server for somebody else", async () => {
    const [endpoint] = server.addresses;
    assert.ok(endpoint?.kind === "tcp");
    const files = await authority.issue("caller", ["127.0.0.1"]);
    const wrong = await PythonClient.start(endpoint, "admin-vm", files);
    await assert.rejects(wrong.services("v1"), /UNAVAILABLE/);
    await wrong.stop();
  });
});
