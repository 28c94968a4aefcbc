import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import { connect, createServer, type Server, type TLSSocket } from "node:tls";
import {
  type Credential,
  createAuthority,
  issueLeaf,
  issueWrongLeaf,
  KEY_TYPES,
  type LeafFault,
  readCertificate,
} from "./index.ts";

// The one place that needs the real clock: TLS compares validity with it.
const now = new Date();

for (const keyType of KEY_TYPES) {
  describe(`mutual TLS 1.3 with ${keyType}`, () => {
    let server: Server;
    let authority: Credential;

    before(async () => {
      authority = await createAuthority({ name: "lab", now, keyType });
      server = await listen(authority, "127.0.0.3");
    });
    after(() => server.close());

    test("a leaf of the authority is accepted at both ends", async () => {
      const leaf = await issueLeaf({
        authority,
        name: "client",
        ipAddresses: ["127.0.0.4"],
        now,
      });
      assert.equal(await greeting(server, authority, leaf), "hello client");
    });

    test("the server's other names and addresses are checked by its caller", async () => {
      const leaf = await issueLeaf({ authority, name: "client", now });
      await assert.rejects(greeting(server, authority, leaf, "another-name"), {
        code: "ERR_TLS_CERT_ALTNAME_INVALID",
      });
    });

    const refusals: [LeafFault, string][] = [
      ["expired", "CERT_HAS_EXPIRED"],
      ["not-yet-valid", "CERT_NOT_YET_VALID"],
      ["wrong-authority", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
    ];
    for (const [fault, reason] of refusals) {
      test(`a client certificate that is ${fault} is refused`, async () => {
        const options = { authority, name: "client", now };
        const leaf = await issueWrongLeaf(fault, options);
        const text = await greeting(server, authority, leaf);
        assert.equal(text, `refused: ${reason}`);
      });
    }

    test("a wrong address passes TLS and is only seen in the certificate", async () => {
      const leaf = await issueWrongLeaf("wrong-address", {
        authority,
        name: "client",
        ipAddresses: ["127.0.0.4"],
        now,
      });
      assert.equal(await greeting(server, authority, leaf), "hello client");
      const { ipAddresses } = readCertificate(leaf.certificate);
      assert.deepEqual(ipAddresses, ["192.0.2.99"]);
    });
  });
}

async function listen(authority: Credential, host: string): Promise<Server> {
  const leaf = await issueLeaf({
    authority,
    name: "server",
    ipAddresses: [host],
    now,
  });
  const server = createServer({
    ca: authority.certificate,
    cert: leaf.certificate,
    key: leaf.key,
    requestCert: true,
    // Node would close without a word; the reason is what the tests look at.
    rejectUnauthorized: false,
    minVersion: "TLSv1.3",
  });
  server.on("secureConnection", (socket) => {
    socket.on("error", () => socket.destroy());
    const { CN } = socket.getPeerCertificate().subject;
    const refusal = `refused: ${socket.authorizationError}`;
    socket.end(socket.authorized ? `hello ${CN}` : refusal);
  });
  server.listen(0, host);
  await once(server, "listening");
  return server;
}

async function greeting(
  server: Server,
  authority: Credential,
  leaf: Credential,
  servername = "server",
): Promise<string> {
  const { address, port } = server.address() as AddressInfo;
  const socket: TLSSocket = connect({
    host: address,
    port,
    servername,
    ca: authority.certificate,
    cert: leaf.certificate,
    key: leaf.key,
  });
  let text = "";
  for await (const chunk of socket) text += String(chunk);
  return text;
}
