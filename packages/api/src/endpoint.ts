/**
 * Where a program listens and where it dials. Listener grammar: control-plane
 * specification 2.1 (plus `unix:<path>`, which the reference documents but does
 * not accept). Dialled endpoints travel as the strings of a TransportConfig.
 */

import { ApiError, quote } from "./errors.ts";
import { isIpAddress, isIpv6Address } from "./ip-address.ts";

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

const VSOCK_NAMES: Readonly<Record<string, number>> = {
  host: 2,
  local: 1,
  any: 0xffff_ffff,
};
/** sockaddr_un.sun_path less its final zero, unix(7). */
const UNIX_PATH_MAX = 107;
const CONTROL = /[\x00-\x1f\x7f]/;
/** What LISTEN_FDNAMES can carry, sd_listen_fds(3): colons separate the names. */
const SOCKET_NAME = /^[\x21-\x39\x3b-\x7e]{1,255}$/;
const HOST_LABEL = /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
const HOST_MAX = 253;

/** @throws ApiError `invalid-endpoint` */
export function parseListenAddress(untrusted: string): ListenAddress {
  if (["inetd", "stdio", "-"].includes(untrusted)) return { kind: "stdio" };
  if (untrusted === "sd-listen") return { kind: "inherited" };
  if (untrusted.startsWith("sd-listen:")) {
    return inherited(untrusted.slice("sd-listen:".length));
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
  return parseTcp(untrusted);
}

function parseTcp(untrusted: string): Endpoint {
  const found = /^(\[[^\]]+\]|[^:]+):(\d{1,5})$/.exec(untrusted);
  const [, written = "", port = ""] = found ?? [];
  const host = written.startsWith("[") ? written.slice(1, -1) : written;
  // Brackets belong to IPv6, and only there.
  const proper = isIpv6Address(host) === written.startsWith("[");
  if (!(proper && isIpAddress(host))) {
    throw invalid(
      untrusted,
      "is no listener address; write ip:port, [v6]:port, /path, @name, vsock:cid:port or sd-listen",
    );
  }
  return { kind: "tcp", host, port: parsePort(port, untrusted) };
}

function inherited(name: string): ListenAddress {
  if (SOCKET_NAME.test(name)) return { kind: "inherited", name };
  throw invalid(name, "is no name of a passed socket");
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

/** For people and log lines; `parseListenAddress` reads it back, unless the host is a name. */
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

function parseHost(untrusted: string): string {
  if (isIpAddress(untrusted) || isHostName(untrusted)) return untrusted;
  throw invalid(untrusted, "is neither an IP address nor a host name");
}

/** RFC 1123 names. One that ends in a number is a mistyped IPv4 address. */
function isHostName(text: string): boolean {
  const labels = text.split(".");
  return (
    text.length <= HOST_MAX &&
    labels.every((label) => HOST_LABEL.test(label)) &&
    !/^\d+$/.test(labels.at(-1) ?? "")
  );
}

function parsePort(untrusted: string, whole = untrusted): number {
  const port = /^\d{1,5}$/.test(untrusted) ? Number(untrusted) : Number.NaN;
  if (!(port >= 0 && port <= 65_535)) {
    throw invalid(whole, "has no port between 0 and 65535");
  }
  return port;
}

function unixEndpoint(path: string): Endpoint {
  if (path === "" || CONTROL.test(path)) {
    throw invalid(path, "is no socket path");
  }
  if (byteLength(path) > UNIX_PATH_MAX) {
    throw invalid(path, `is longer than ${UNIX_PATH_MAX} bytes`);
  }
  return { kind: "unix", path };
}

function abstractEndpoint(name: string): Endpoint {
  // The kernel counts the leading zero byte that marks an abstract name.
  if (
    name === "" ||
    CONTROL.test(name) ||
    byteLength(name) > UNIX_PATH_MAX - 1
  ) {
    throw invalid(name, "is no abstract socket name");
  }
  return { kind: "abstract", name };
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
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
