import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { perform } from "./fake-io.ts";
import { httpGet } from "./http-get.ts";

const UPDATES = [
  { name: "ghaf-dev", storePath: "/nix/store/a", current: false, pubKey: "k1" },
  { name: "ghaf-dev", storePath: "/nix/store/b", current: true, pubKey: "k2" },
];

async function query(argv: readonly string[], body = JSON.stringify(UPDATES)) {
  const urls: string[] = [];
  const outcome = await perform({
    argv: ["update", "query", ...argv],
    io: {
      httpGet: async (url) => {
        urls.push(url.href);
        return body;
      },
    },
  });
  return { ...outcome, urls };
}

const SOURCE = ["--source", "http://192.0.2.1:3000/base/"];

test("the server's list is printed as JSON, without any admin", async () => {
  const { code, stdout, urls, connections } = await query(SOURCE);
  assert.equal(code, 0);
  assert.equal(stdout, `${JSON.stringify(UPDATES)}\n`);
  assert.deepEqual(urls, ["http://192.0.2.1:3000/base/update/ghaf-updates"]);
  assert.deepEqual(connections, []);
});

test("--raw --current is exactly the current store path", async () => {
  const argv = [...SOURCE, "--pin-name", "ghaf/dev", "--raw", "--current"];
  const { stdout, urls } = await query(argv);
  assert.equal(stdout, "/nix/store/b\n");
  assert.deepEqual(urls, ["http://192.0.2.1:3000/base/update/ghaf%2Fdev"]);
});

test("--raw without --current is every path", async () => {
  const { stdout } = await query([...SOURCE, "--raw"]);
  assert.equal(stdout, "/nix/store/a\n/nix/store/b\n");
});

for (const [body, reason] of [
  ["<html>", "is no JSON"],
  ['{"a":1}', "is no list"],
  ['[{"storePath":"/x"}]', "entry 0 is incomplete"],
  ["[null]", "entry 0 is incomplete"],
]) {
  test(`an answer that ${reason}: ${body}`, async () => {
    const { code, stderr, stdout } = await query(SOURCE, body);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, new RegExp(`^Error: the answer of http.* ${reason}`));
  });
}

for (const source of ["ftp://x", "not a url", "https://x"]) {
  test(`--source ${source} is a usage error`, async () => {
    const { code, stderr, urls } = await query(["--source", source]);
    assert.equal(code, 2);
    assert.match(stderr, /is no http:\/\/ address/);
    assert.deepEqual(urls, []);
  });
}

test("--source is required", async () => {
  const { code, stderr } = await query([]);
  assert.equal(code, 2);
  assert.match(stderr, /'--source <url>' not specified/);
});

/** Asks a server of this process once. */
async function getFrom(
  answer: Parameters<typeof createServer>[1],
  signal = new AbortController().signal,
): Promise<string> {
  const server = createServer(answer as never);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  try {
    return await httpGet(new URL(`http://127.0.0.1:${port}/x`), signal);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test("httpGet: a body, a status that is not 200, too much, an abort", async () => {
  assert.equal(await getFrom((_, response) => response.end("äö")), "äö");
  await assert.rejects(
    getFrom((_, response) => response.writeHead(404).end("no")),
    { code: "failed", message: /answered 404$/ },
  );
  await assert.rejects(
    getFrom((_, response) => response.end("x".repeat(1_024 * 1_024 + 1))),
    { code: "failed", message: /answered more than 1048576 bytes$/ },
  );
  const abort = new AbortController();
  await assert.rejects(
    getFrom(() => abort.abort(), abort.signal),
    { code: "failed", message: /^cannot get http.*: interrupted$/ },
  );
});

test("httpGet: a server that says nothing is given up, and that is what is said", async () => {
  await assert.rejects(
    getFrom(() => undefined),
    { code: "failed", message: /^cannot get http.*: no answer in 10000 ms$/ },
  );
});
