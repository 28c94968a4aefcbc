/**
 * Sockets on which connections arrive, whatever the kind of address: tcp, unix,
 * abstract, inherited from systemd (sd_listen_fds(3)) and standard input.
 */

import { chmod, lstat, unlink } from "node:fs/promises";
import {
  connect,
  createServer,
  type ListenOptions,
  type Server,
} from "node:net";
import type { Duplex } from "node:stream";
import { type Endpoint, formatEndpoint, type ListenAddress } from "@ghaf/api";
import { TransportError } from "../errors.ts";

/** A listening socket that was passed to this process. */
export interface InheritedSocket {
  readonly fd: number;
  readonly name: string;
}

/** What the process was given at its start, for addresses that mean that. */
export interface Inheritance {
  readonly sockets?: readonly InheritedSocket[];
  /** Standard input and output as one connection. */
  readonly stdio?: () => Duplex;
}

export interface Listener {
  /** What is really listened on: the port is known. Undefined for standard input. */
  readonly address: Endpoint | undefined;
  close(): Promise<void>;
}

type OnConnection = (connection: Duplex) => void;

const SOCKET_MODE = 0o660;
const BACKLOG = 1_024;

/** Listens on one address. An address may be several inherited sockets. @throws TransportError */
export async function listen(
  address: ListenAddress,
  inheritance: Inheritance,
  onConnection: OnConnection,
): Promise<readonly Listener[]> {
  switch (address.kind) {
    case "tcp":
      return [await listenTcp(address, onConnection)];
    case "unix":
      return [await listenUnix(address, onConnection)];
    case "abstract": {
      const options = { path: `\0${address.name}` };
      return [await open(address, options, onConnection)];
    }
    case "inherited":
      return listenInherited(address, inheritance, onConnection);
    case "stdio":
      return [listenStdio(inheritance, onConnection)];
    case "vsock":
      throw new TransportError(
        "not-supported",
        formatEndpoint(address),
        `cannot listen on ${formatEndpoint(address)} directly: enable the shipped vsock .socket unit, which forwards to the unix socket of this program`,
      );
  }
}

async function listenTcp(
  address: Endpoint & { kind: "tcp" },
  onConnection: OnConnection,
): Promise<Listener> {
  const options = { host: address.host, port: address.port };
  return open(address, options, onConnection);
}

async function listenUnix(
  address: Endpoint & { kind: "unix" },
  onConnection: OnConnection,
): Promise<Listener> {
  await removeStaleSocket(address.path);
  const options = { path: address.path };
  const listener = await open(address, options, onConnection);
  await chmod(address.path, SOCKET_MODE);
  return listener;
}

async function listenInherited(
  address: ListenAddress & { kind: "inherited" },
  inheritance: Inheritance,
  onConnection: OnConnection,
): Promise<readonly Listener[]> {
  const all = inheritance.sockets ?? [];
  const { name } = address;
  const chosen =
    name === undefined
      ? all.slice(0, 1)
      : all.filter((socket) => name === "*" || socket.name === name);
  if (chosen.length === 0) {
    throw new TransportError(
      "listen",
      formatEndpoint(address),
      `no socket was passed for ${formatEndpoint(address)}: start this program from its .socket unit`,
    );
  }
  return Promise.all(
    chosen.map(({ fd }) => open(address, { fd }, onConnection)),
  );
}

function listenStdio(
  inheritance: Inheritance,
  onConnection: OnConnection,
): Listener {
  if (inheritance.stdio === undefined) {
    throw new TransportError(
      "not-supported",
      "stdio",
      "this program does not serve on standard input",
    );
  }
  const connection = inheritance.stdio();
  onConnection(connection);
  return {
    address: undefined,
    close: async () => void connection.destroy(),
  };
}

function open(
  address: ListenAddress,
  options: ListenOptions & { fd?: number },
  onConnection: OnConnection,
): Promise<Listener> {
  const server = createServer({ noDelay: true }, onConnection);
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const at = formatEndpoint(address);
      const text = `cannot listen on ${at}: ${reasonOf(cause)}`;
      reject(new TransportError("listen", at, text, cause));
    });
    server.listen({ backlog: BACKLOG, ...options }, () => {
      server.removeAllListeners("error");
      resolve({
        address: boundAddress(address, server),
        close: () => closeServer(server),
      });
    });
  });
}

function boundAddress(
  asked: ListenAddress,
  server: Server,
): Endpoint | undefined {
  if (asked.kind === "unix" || asked.kind === "abstract") return asked;
  const bound = server.address();
  if (typeof bound === "string") return { kind: "unix", path: bound };
  if (bound === null) return undefined;
  return { kind: "tcp", host: bound.address, port: bound.port };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

/** A socket file that nobody answers on is left over from a killed process. */
async function removeStaleSocket(path: string): Promise<void> {
  const facts = await lstat(path).catch(() => undefined);
  if (facts?.isSocket() !== true) return;
  if (await answers(path)) {
    throw new TransportError(
      "listen",
      path,
      `cannot listen on ${path}: another process is listening there`,
    );
  }
  await unlink(path);
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect({ path });
    probe.once("connect", () => {
      probe.destroy();
      resolve(true);
    });
    probe.once("error", () => resolve(false));
  });
}

function reasonOf(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case "EADDRINUSE":
      return "the address is in use";
    case "EADDRNOTAVAIL":
      return "this machine does not have that address";
    case "EACCES":
      return "permission denied";
    default:
      return error.code ?? error.message;
  }
}
