/** An independent gRPC server against our client: calls, streams, and how they end. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AdminService } from "@ghaf/api/proto/admin/admin";
import { SessionService } from "@ghaf/api/proto/ghaf/session/v1/session";
import { createRpcClient, RpcError, type RpcTransport } from "@ghaf/api/rpc";
import { dial, loadTlsIdentity, type TlsIdentity } from "@ghaf/transport";
import { TestAuthority } from "../process/test-authority.ts";
import { ownAddress } from "./loopback.ts";
import { describeWithPeers } from "./peers.ts";
import { ReferenceAdmin } from "./reference-admin.ts";

const STATE = {
  Name: "givc-app-vm.service",
  Description: "Größe",
  LoadState: "loaded",
  ActiveState: "active",
  SubState: "running",
  FreezerState: "running",
};

describeWithPeers("an independent server", () => {
  const own = ownAddress();
  let authority: TestAuthority;
  let identity: TlsIdentity;
  let server: ReferenceAdmin;
  let transport: RpcTransport;

  before(async () => {
    authority = await TestAuthority.create();
    const address = ownAddress();
    const files = await authority.issue("admin-vm", [address]);
    server = await ReferenceAdmin.start(address, 0, files);
    identity = await loadTlsIdentity(await authority.issue("app-vm", [own]));
    transport = dial(
      { endpoint: server.endpoint, serverName: "admin-vm" },
      { tls: identity, sourceAddress: own },
    );
  });

  after(async () => {
    transport.close();
    identity.close();
    await server.stop();
    await authority.remove();
  });

  function register(Name: string) {
    const Transport = { Protocol: "tcp", Address: own, Port: "9000", Name };
    return createRpcClient(AdminService, transport).registerService(
      { Name, Type: 12, Transport, State: STATE },
      { metadata: { "ghaf-test": "yes" } },
    );
  }

  test("is called from the address we bound, with our certificate and deadline", async () => {
    const reply = await register("givc-app-vm.service");
    assert.equal(reply.Error, undefined);
    const seen = await server.registration("givc-app-vm.service");
    assert.deepEqual(seen.names, ["app-vm", own]);
    assert.deepEqual(seen.request, {
      Name: "givc-app-vm.service",
      Type: 12,
      Transport: {
        Protocol: "tcp",
        Address: own,
        Port: "9000",
        Name: "givc-app-vm.service",
      },
      State: STATE,
    });
    assert.equal(seen.metadata?.["ghaf-test"], "yes");
    assert.equal(typeof seen.remaining, "number");
  });

  test("streams to us until we leave, and is told that we left", async () => {
    const from = server.said;
    const client = createRpcClient(AdminService, transport);
    const kinds: unknown[] = [];
    for await (const { Status } of client.watch({})) {
      kinds.push(Status.case);
      if (kinds.length === 1) await register("givc-other.service");
      if (Status.case === "Added") break;
    }
    assert.deepEqual(kinds, ["Initial", "Added"]);
    await server.heard(({ event }) => event === "watch-ended", from);
  });

  test("ends a stream well when it wants to", async () => {
    const client = createRpcClient(AdminService, transport);
    const kinds: unknown[] = [];
    for await (const { Status } of client.watch({})) {
      kinds.push(Status.case);
      await server.order("end-watches");
    }
    assert.deepEqual(kinds, ["Initial"]);
  });

  test("has a stream cancelled by our signal", async () => {
    const from = server.said;
    const stop = new AbortController();
    const client = createRpcClient(AdminService, transport);
    const watching = async () => {
      for await (const _ of client.watch({}, { signal: stop.signal })) {
        stop.abort();
      }
    };
    await assert.rejects(watching(), { code: "cancelled" });
    await server.heard(({ event }) => event === "watch-ended", from);
  });

  test("has a stream ended by our deadline", async () => {
    const client = createRpcClient(AdminService, transport);
    const watching = async () => {
      for await (const _ of client.watch({}, { timeoutMs: 100 }));
    };
    await assert.rejects(watching(), { code: "deadline-exceeded" });
  });

  test("answers Unimplemented, also to a stream in both directions", async () => {
    const admin = createRpcClient(AdminService, transport);
    await assert.rejects(admin.wakeup({}), { code: "unimplemented" });
    const session = createRpcClient(SessionService, transport);
    const talking = async () => {
      for await (const _ of session.session(frames()));
    };
    await assert.rejects(talking(), { code: "unimplemented" });
  });

  test("refuses us with a code and text that arrive", async () => {
    const client = createRpcClient(AdminService, transport);
    await assert.rejects(
      client.registerService({ Name: "x" }),
      (error) =>
        error instanceof RpcError &&
        error.code === "invalid-argument" &&
        /State/.test(error.message),
    );
  });

  test("refuses us when we call from an address our certificate does not name", async () => {
    const elsewhere = dial(
      { endpoint: server.endpoint, serverName: "admin-vm" },
      { tls: identity, sourceAddress: ownAddress() },
    );
    const client = createRpcClient(AdminService, elsewhere);
    await assert.rejects(client.queryList({}), { code: "permission-denied" });
    elsewhere.close();
  });

  test("is not taken for somebody else", async () => {
    const wrong = dial(
      { endpoint: server.endpoint, serverName: "net-vm" },
      { tls: identity, sourceAddress: own },
    );
    const client = createRpcClient(AdminService, wrong);
    await assert.rejects(client.queryList({}), { code: "unavailable" });
    wrong.close();
  });
});

async function* frames() {
  yield { sequence: 1n };
}
