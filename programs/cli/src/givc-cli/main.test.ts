import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { AdminService } from "@ghaf/api/proto/admin/admin";
import { bindService, RpcError } from "@ghaf/api/rpc";
import { type RunningServer, serve } from "@ghaf/transport";
import { VERSION } from "./version.ts";

const MAIN = fileURLToPath(new URL("main.js", import.meta.url));
let folder: string;
let socket: string;
let admin: RunningServer;

/** An admin without TLS on a socket, whose watch sends its list and stays open. */
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "givc-cli-"));
  socket = join(folder, "admin.sock");
  const rows = { List: [{ Name: "foot@0.service", VmStatus: "Running" }] };
  admin = await serve({
    listen: [{ kind: "unix", path: socket }],
    services: [
      bindService(AdminService, {
        queryList: () => rows,
        watch: async function* (_, { signal }) {
          yield { Status: { case: "Initial", value: rows } };
          await once(signal, "abort");
        },
      }),
    ],
    toRpcError: (error) => new RpcError("internal", String(error)),
  });
});

after(async () => {
  await admin.close(0);
  await rm(folder, { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(argv: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return spawn(process.execPath, [MAIN, ...argv], {
    env: { PATH: process.env["PATH"], ...env },
  });
}

async function ended(child: ChildProcess): Promise<Ended> {
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (text: string) => {
      texts[name] += text;
    });
  }
  const [code] = (await once(child, "close")) as [number | null];
  return { code, ...texts };
}

test("--version is the version of the package", async () => {
  const file = new URL("../../package.json", import.meta.url);
  const { version } = JSON.parse(await readFile(file, "utf8"));
  assert.equal(VERSION, version);
  const { code, stdout } = await ended(start(["--version"]));
  assert.deepEqual([code, stdout], [0, `${version}\n`]);
});

test("a query over a real connection", async () => {
  const argv = ["--notls", "--addr", socket, "query-list", "--as-json"];
  const { code, stdout, stderr } = await ended(start(argv));
  assert.deepEqual([code, stderr], [0, ""]);
  assert.equal(JSON.parse(stdout)[0].name, "foot@0.service");
});

test("nobody there: exit 1, and where the admin was looked for", async () => {
  const env = { GIVC_NO_TLS: "true", GIVC_ADDR: `${socket}.none` };
  const { code, stdout, stderr } = await ended(start(["sysinfo"], env));
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, /^Error: /);
  assert.ok(stderr.includes(`admin-vm at ${socket}.none`), stderr);
});

test("missing and broken certificate files exit 2", async () => {
  const broken = join(folder, "broken.pem");
  await writeFile(broken, "not a certificate\n");
  const argv = ["--cacert", broken, "--cert", broken, "--key", broken];
  const bad = await ended(start([...argv, "query-list"]));
  assert.equal(bad.code, 2);
  assert.ok(bad.stderr.startsWith("Error: ") && bad.stderr.includes(broken));
  const none = await ended(start([...argv, "--key=/nowhere", "query-list"]));
  assert.deepEqual(
    [none.code, none.stderr],
    [2, "Error: --key: cannot read /nowhere: no such file\n"],
  );
});

test("vsock cannot be dialled: exit 1 and the reason", async () => {
  const argv = ["--notls", "--vsock", "host:9001", "query-list"];
  const { code, stderr } = await ended(start(argv));
  assert.equal(code, 1);
  assert.match(stderr, /^Error: cannot dial vsock:2:9001: /);
});

test("Ctrl-C ends a watch quietly with 130", async () => {
  const child = start(["--notls", "--addr", socket, "watch", "--initial"]);
  const end = ended(child);
  await once(child.stdout, "data");
  child.kill("SIGINT");
  const { code, stderr } = await end;
  assert.deepEqual([code, stderr], [130, ""]);
});

test("a reader that leaves ends the command quietly", async () => {
  const child = start(["--help"]);
  child.stdout.destroy();
  const { code, stderr } = await ended(child);
  assert.deepEqual([code, stderr], [0, ""]);
});

/** Every module that importing `file` loads, without those imported when a command runs. */
async function staticImports(
  file: URL,
  seen = new Set<string>(),
): Promise<Set<string>> {
  seen.add(file.href);
  const source = await readFile(file, "utf8");
  for (const [, name = ""] of source.matchAll(
    /^(?:import|export)\b(?:[^;"']*\bfrom)? *["']([^"']+)["'];/gm,
  )) {
    if (!name.startsWith(".")) seen.add(name);
    else if (!seen.has(new URL(name, file).href)) {
      await staticImports(new URL(name, file), seen);
    }
  }
  return seen;
}

test("before a command runs, commander is all that is loaded", async () => {
  const loaded = await staticImports(new URL("main.js", import.meta.url));
  const packages = [...loaded].filter((name) => !name.startsWith("file:"));
  assert.deepEqual(packages.sort(), ["commander", "node:fs", "node:os"]);
  assert.ok(loaded.size > 10, "the walk has found the modules");
});
