/**
 * A gRPC server over our own sockets: connections arrive by whatever listener,
 * go through our TLS, and are handed to grpc-js by its connection injector. So
 * one path serves every kind of address, and TLS versions, certificate reload
 * and who is calling are ours.
 */

import type { Duplex } from "node:stream";
import {
  type SecureContextOptions,
  type TLSSocket,
  Server as TlsServer,
} from "node:tls";
import type { Endpoint, ListenAddress } from "@ghaf/api";
import type { RpcError, ServiceBinding } from "@ghaf/api/rpc";
import {
  Server,
  ServerCredentials,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { healthService } from "../health/health.ts";
import { type Inheritance, type Listener, listen } from "../listen/listen.ts";
import { reflectionServices } from "../reflection/reflection.ts";
import type { TlsIdentity } from "../tls/identity.ts";
import { methodDefinition } from "../wire/method.ts";
import { Callers } from "./callers.ts";
import { type HandlerEnvironment, implementation } from "./handlers.ts";

export interface ServeOptions {
  readonly listen: readonly ListenAddress[];
  readonly services: readonly ServiceBinding[];
  /** Mutual TLS; absent: plaintext, and nobody has an identity. */
  readonly tls?: TlsIdentity | undefined;
  /** The program's one mapping of its errors. */
  readonly toRpcError: (error: unknown) => RpcError;
  /** Told of connections that fail before any call. */
  readonly onError?: (text: string, error: unknown) => void;
  readonly inheritance?: Inheritance;
}

export interface RunningServer {
  /** What is really listened on, ports known. */
  readonly addresses: readonly Endpoint[];
  /** Stops listening, lets calls end for at most that time, then ends them. */
  close(graceMs: number): Promise<void>;
}

/** A connection must have finished its handshake within this time. */
const HANDSHAKE_TIMEOUT_MS = 10_000;

const SERVER_OPTIONS = {
  "grpc.enable_channelz": 0,
  "grpc.max_receive_message_length": 4 * 1_024 * 1_024,
  "grpc.max_concurrent_streams": 1_024,
  // A peer that vanished without a word is noticed after at most 20 s.
  "grpc.keepalive_time_ms": 5_000,
  "grpc.keepalive_timeout_ms": 15_000,
};

/** Starts serving. Reflection and health are added. @throws TransportError when an address cannot be listened on */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  const callers = new Callers(options.tls !== undefined);
  const grpc = createGrpcServer(options, callers);
  const injector = grpc.createConnectionInjector(
    ServerCredentials.createInsecure(),
  );
  const door = createDoor(options, (connection) => {
    if (callers.admit(connection)) injector.injectConnection(connection);
    else connection.destroy();
  });
  const listeners: Listener[] = [];
  try {
    for (const address of options.listen) {
      const inheritance = options.inheritance ?? {};
      listeners.push(...(await listen(address, inheritance, door.enter)));
    }
  } catch (error) {
    await closeAll(listeners, door, grpc);
    throw error;
  }
  return {
    addresses: listeners.flatMap(({ address }) => address ?? []),
    close: async (graceMs) => {
      const stopped = closeAll(listeners, door, grpc);
      injector.drain(graceMs);
      await within(graceMs, stopped);
      door.destroy();
      grpc.forceShutdown();
    },
  };
}

function createGrpcServer(options: ServeOptions, callers: Callers): Server {
  const server = new Server(SERVER_OPTIONS);
  const environment: HandlerEnvironment = {
    callers,
    toRpcError: options.toRpcError,
  };
  const bindings = [...options.services, healthService(options.services)];
  for (const binding of [...bindings, ...reflectionServices(bindings)]) {
    addBinding(server, binding, environment);
  }
  return server;
}

function addBinding(
  server: Server,
  binding: ServiceBinding,
  environment: HandlerEnvironment,
): void {
  const definition: Record<string, ServiceDefinition[string]> = {};
  const handlers: UntypedServiceImplementation = {};
  for (const method of binding.service.methods) {
    definition[method.localName] = methodDefinition(method);
    handlers[method.localName] = implementation(method, binding, environment);
  }
  server.addService(definition, handlers);
}

/** Where connections come in: plain ones pass, with TLS each is secured first. */
interface Door {
  readonly enter: (connection: Duplex) => void;
  close(): void;
  destroy(): void;
}

function createDoor(
  options: ServeOptions,
  inject: (connection: Duplex) => void,
): Door {
  const open = new Set<Duplex>();
  const admit = (connection: Duplex) => {
    open.add(connection);
    connection.once("close", () => open.delete(connection));
    connection.on("error", () => connection.destroy());
  };
  const destroy = () => {
    for (const connection of open) connection.destroy();
  };
  const { tls } = options;
  if (tls === undefined) {
    const enter = (connection: Duplex) => {
      admit(connection);
      inject(connection);
    };
    return { enter, close: () => undefined, destroy };
  }
  const server = createTlsServer(tls, options, inject);
  const follow = tls.onChange(() => {
    server.setSecureContext(contextOptions(tls));
  });
  const enter = (connection: Duplex) => {
    admit(connection);
    server.emit("connection", connection);
  };
  return { enter, close: follow, destroy };
}

function createTlsServer(
  tls: TlsIdentity,
  options: ServeOptions,
  inject: (connection: Duplex) => void,
): TlsServer {
  const server = new TlsServer({
    ...contextOptions(tls),
    requestCert: true,
    rejectUnauthorized: true,
    ALPNProtocols: ["h2"],
    handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
  });
  server.on("secureConnection", (connection: TLSSocket) => {
    if (connection.alpnProtocol === "h2") return inject(connection);
    options.onError?.("a client did not offer h2", undefined);
    connection.destroy();
  });
  server.on("tlsClientError", (error, connection) => {
    // A peer that has left already is no news, and has no address any more.
    if (connection.destroyed && connection.remoteAddress === undefined) return;
    const from = connection.remoteAddress ?? "a local socket";
    options.onError?.(`TLS handshake with ${from} failed`, error);
    // A handshake that took too long leaves its connection to whoever listens.
    connection.destroy();
  });
  return server;
}

function contextOptions(tls: TlsIdentity): SecureContextOptions {
  return { ...tls.material(), minVersion: tls.minVersion };
}

async function closeAll(
  listeners: readonly Listener[],
  door: Door,
  grpc: Server,
): Promise<void> {
  door.close();
  const calls = new Promise<void>((resolve) =>
    grpc.tryShutdown(() => resolve()),
  );
  await Promise.all([...listeners.map((one) => one.close()), calls]);
}

function within(ms: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void work.finally(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
