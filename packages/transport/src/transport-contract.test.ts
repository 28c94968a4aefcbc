import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Endpoint, ListenAddress } from "@ghaf/api";
import { dial } from "./dial/dial.ts";
import { inMemoryTransport } from "./memory/in-memory.ts";
import { serve } from "./serve/serve.ts";
import {
  type Connect,
  contractRpcError,
  transportContract,
} from "./transport-contract.ts";

transportContract("in memory", async (services) => {
  const transport = inMemoryTransport({
    services,
    peer: { kind: "memory" },
    toRpcError: contractRpcError,
  });
  return { transport, close: async () => transport.close() };
});

const LOOPBACK: ListenAddress = { kind: "tcp", host: "127.0.0.1", port: 0 };
transportContract(
  "tcp",
  overSocket(async () => LOOPBACK),
);

transportContract(
  "unix",
  overSocket(async (folder) => ({ kind: "unix", path: join(folder, "s") })),
);

transportContract(
  "abstract",
  overSocket(async (folder) => ({ kind: "abstract", name: folder })),
);

function overSocket(
  address: (folder: string) => Promise<ListenAddress>,
): Connect {
  return async (services) => {
    const folder = await mkdtemp(join(tmpdir(), "ghaf-transport-"));
    const server = await serve({
      listen: [await address(folder)],
      services,
      toRpcError: contractRpcError,
    });
    const [endpoint] = server.addresses as readonly [Endpoint];
    const transport = dial({ endpoint, serverName: "test" }, {});
    return {
      transport,
      close: async () => {
        transport.close();
        await server.close(0);
        await rm(folder, { recursive: true });
      },
    };
  };
}
