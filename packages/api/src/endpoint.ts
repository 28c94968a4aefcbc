/**
 * Where a program listens and where it dials. Listener grammar: control-plane
 * specification 2.1 (plus `unix:<path>`, which the reference documents but does
 * not accept). Dialled endpoints travel as the strings of a TransportConfig.
 */

import { ApiError, quote } from "./errors.ts";

/** Something that can be dialled. */
export type Endpoint =
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  | { readonly kind: "unix"; readonly path: string }
  | { readonly kind: "abstract"; readonly name: string }
  | { readonly kind: "vsock"; readonly cid: number; readonly port: number };

/** Something that can be listened on. */
export type ListenAddress =
  | Endpoint
  | { readonly kind: "inherited"; readonly name?: string }
  | { readonly kind: "stdio" };

/** The four strings of `admin.TransportConfig` and of the configuration file. */
export interface TransportStrings {
  readonly protocol: string;
  readonly address: string;
  readonly port: string;
}

const IPV4 = /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;
const IPV6 = /^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9_.-]+)?$/;
const VSOCK_NAMES: Readonly<Record<string, number>> = {
  host: 2,
  local: 1,
  any: 0xffff_ffff,
};
/** sockaddr_un.sun_path less its final zero, unix(7). */
const UNIX_PATH_MAX = 107;

/** @throws ApiError `invalid-endpoint` */
export function parseListenAddress(untrusted: string): ListenAddress {
  if (["inetd", "stdio", "-"].includes(untrusted)) return { kind: "stdio" };
  if (untrusted === "sd-listen") return { kind: "inherited" };
  if (untrusted.startsWith("sd-listen:")) {
    return { kind: "inherited", name: untrusted.slice("sd-listen:".length) };
  }
  return parseDialled(untrusted);
}

/** Parses `ip:port`, `[v6]:port`, a path, `unix:path`, `@name`, `vsock:cid:port`. @throws ApiError `invalid-endpoint` */
function parseDialled(untrusted: string): Endpoint {
  if (untrusted.startsWith("unix:")) {
    return unixEndpoint(untrusted.slice("unix:".length).replace(/^\/\//, ""));
  }
  if (untrusted.startsWith("/") || untrusted.startsWith("./")) {
    return unixEndpoint(untrusted);
  }
  if (untrusted.startsWith("@")) return abstractEndpoint(untrusted.slice(1));
  if (untrusted.startsWith("vsock:")) {
    return parseVsock(untrusted.slice("vsock:".length));
  }
  const found = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(untrusted);
  const host = found?.[1] ?? found?.[2];
  if (host === undefined || !isIpAddress(host)) {
    throw invalid(
      untrusted,
      "is no listener address; write ip:port, [v6]:port, /path, @name, vsock:cid:port or sd-listen",
    );
  }
  return { kind: "tcp", host, port: parsePort(found?.[3] ?? "", untrusted) };
}

/** Parses `<cid>:<port>`; the CID may be `host`, `local` or `any`. @throws ApiError `invalid-endpoint` */
export function parseVsock(untrusted: string): Endpoint {
  const found = /^([a-z]+|\d{1,10}):(\d{1,10})$/.exec(untrusted);
  const word = found?.[1] ?? "";
  const cid = VSOCK_NAMES[word] ?? Number(word || Number.NaN);
  const port = Number(found?.[2]);
  if (!isUint32(cid) || !isUint32(port)) {
    throw invalid(untrusted, "is no vsock address; write cid:port");
  }
  return { kind: "vsock", cid, port };
}

/**
 * Reads what a peer registered or a configuration says. Host names are accepted
 * for tcp; whether one is allowed is the caller's decision.
 * @throws ApiError `invalid-endpoint`, with the reference's texts where it has them
 */
export function parseEndpoint(untrusted: TransportStrings): Endpoint {
  const { protocol, address, port } = untrusted;
  switch (protocol) {
    case "tcp":
      return { kind: "tcp", host: parseHost(address), port: parsePort(port) };
    case "unix":
      return unixEndpoint(address);
    case "abstract":
      return abstractEndpoint(address);
    case "vsock":
      return parseVsock(`${address}:${port}`);
    default:
      throw new ApiError(
        "invalid-endpoint",
        `Unknown protocol: ${protocol.replace(/[^\x20-\x7e]/g, "?").slice(0, 40)}`,
        protocol,
      );
  }
}

/** The strings that `parseEndpoint` reads back to the same endpoint. */
export function endpointStrings(endpoint: Endpoint): TransportStrings {
  switch (endpoint.kind) {
    case "tcp":
      return strings("tcp", endpoint.host, String(endpoint.port));
    case "unix":
      return strings("unix", endpoint.path, "");
    case "abstract":
      return strings("abstract", endpoint.name, "");
    case "vsock":
      return strings("vsock", String(endpoint.cid), String(endpoint.port));
  }
}

/** For people and log lines; `parseListenAddress` reads it back. */
export function formatEndpoint(endpoint: ListenAddress): string {
  switch (endpoint.kind) {
    case "tcp":
      return endpoint.host.includes(":")
        ? `[${endpoint.host}]:${endpoint.port}`
        : `${endpoint.host}:${endpoint.port}`;
    case "unix":
      return endpoint.path.startsWith("/")
        ? endpoint.path
        : `unix:${endpoint.path}`;
    case "abstract":
      return `@${endpoint.name}`;
    case "vsock":
      return `vsock:${endpoint.cid}:${endpoint.port}`;
    case "inherited":
      return endpoint.name === undefined
        ? "sd-listen"
        : `sd-listen:${endpoint.name}`;
    case "stdio":
      return "stdio";
  }
}

/** True for a literal IPv4 or IPv6 address. */
export function isIpAddress(text: string): boolean {
  return IPV4.test(text) || IPV6.test(text);
}

/** IPv4-mapped IPv6 addresses are the IPv4 address they stand for. */
export function normalizeIp(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return mapped ?? address.toLowerCase();
}

function parseHost(untrusted: string): string {
  if (isIpAddress(untrusted)) return untrusted;
  if (/^[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$/.test(untrusted)) {
    return untrusted;
  }
  throw invalid(untrusted, "is neither an IP address nor a host name");
}

function parsePort(untrusted: string, whole = untrusted): number {
  const port = /^\d{1,5}$/.test(untrusted) ? Number(untrusted) : Number.NaN;
  if (!(port >= 0 && port <= 65_535)) {
    throw invalid(whole, "has no port between 0 and 65535");
  }
  return port;
}

function unixEndpoint(path: string): Endpoint {
  if (path === "" || path.includes("\0")) {
    throw invalid(path, "is no socket path");
  }
  if (new TextEncoder().encode(path).length > UNIX_PATH_MAX) {
    throw invalid(path, `is longer than ${UNIX_PATH_MAX} bytes`);
  }
  return { kind: "unix", path };
}

function abstractEndpoint(name: string): Endpoint {
  if (name === "" || name.includes("\0") || name.length > UNIX_PATH_MAX - 1) {
    throw invalid(name, "is no abstract socket name");
  }
  return { kind: "abstract", name };
}

function strings(
  protocol: string,
  address: string,
  port: string,
): TransportStrings {
  return { protocol, address, port };
}

function isUint32(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff;
}

function invalid(untrusted: string, reason: string): ApiError {
  return new ApiError(
    "invalid-endpoint",
    `address ${quote(untrusted)} ${reason}`,
    untrusted,
  );
}
