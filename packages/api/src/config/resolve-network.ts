/** The `network` part of an agent's configuration: two endpoints and the TLS files. */

import {
  type Endpoint,
  parseEndpoint,
  type TransportStrings,
} from "../endpoint.ts";
import type {
  Network,
  Peer,
  Tls,
} from "../gen/ghaf/config/v1/agent_config_pb.ts";
import { orNothing, type Place } from "./findings.ts";
import type {
  ResolvedNetwork,
  ResolvedTlsPaths,
  ResolvedTransport,
} from "./resolved-agent-config.ts";

/** What an address is, by the protocols that there are. */
const ADDRESSES: Readonly<Record<string, string>> = {
  tcp: "an IP address or host name",
  vsock: "a context number",
  unix: "the path of a socket, at most 107 bytes",
  abstract: "the name of a socket, at most 106 bytes",
};

/** @returns undefined when a problem was noted that leaves no endpoint */
export function resolveNetwork(
  message: Network | undefined,
  place: Place,
): ResolvedNetwork | undefined {
  const enable = message?.tls?.enable ?? false;
  const admin = resolvePeer(message?.admin, enable, place.at("admin"));
  const agent = resolvePeer(message?.agent, enable, place.at("agent"));
  const tls = enable ? resolveTls(message?.tls, place.at("tls")) : undefined;
  if (admin === undefined || agent === undefined) return undefined;
  return { admin, agent, tls };
}

/** @param needsName with TLS the name is what the certificate there must say */
function resolvePeer(
  message: Peer | undefined,
  needsName: boolean,
  place: Place,
): ResolvedTransport | undefined {
  const transport = message?.transport;
  if (transport === undefined) {
    const at = message === undefined ? place : place.at("transport");
    at.wrong(
      "an address (transport with name, addr, port, protocol)",
      undefined,
    );
    return undefined;
  }
  const at = place.at("transport");
  const { name, addr: address, port } = transport;
  const protocol = transport.protocol === "" ? "tcp" : transport.protocol;
  if (needsName && name === "") {
    at.at("name").wrong("the DNS name in the certificate there", undefined);
  }
  const strings = { protocol, address, port };
  const endpoint = resolveEndpoint(strings, at);
  return endpoint === undefined ? undefined : { name, endpoint, strings };
}

/** Blames those of the strings that keep the endpoint from being parsed. */
function resolveEndpoint(
  strings: TransportStrings,
  place: Place,
): Endpoint | undefined {
  const endpoint = tryEndpoint(strings);
  if (endpoint !== undefined) return endpoint;
  const { protocol, address, port } = strings;
  const expected = ADDRESSES[protocol];
  if (expected === undefined) {
    const known = Object.keys(ADDRESSES).join(", ");
    place.at("protocol").wrong(`one of ${known}`, protocol);
    return undefined;
  }
  // Every protocol accepts "1" in each of its strings.
  if (tryEndpoint({ ...strings, port: "1" }) === undefined) {
    place.at("addr").wrong(expected, orNothing(address));
  }
  if (tryEndpoint({ ...strings, address: "1" }) === undefined) {
    place.at("port").wrong("a port number in a string", orNothing(port));
  }
  return undefined;
}

function tryEndpoint(untrusted: TransportStrings): Endpoint | undefined {
  try {
    return parseEndpoint(untrusted);
  } catch {
    return undefined;
  }
}

function resolveTls(message: Tls | undefined, place: Place): ResolvedTlsPaths {
  const file = (field: "caCertPath" | "certPath" | "keyPath") => {
    const path = message?.[field] ?? "";
    if (path === "") {
      const expected = "the path of a PEM file, since tls.enable is true";
      place.at(field).wrong(expected, undefined);
    }
    return path;
  };
  return {
    caCert: file("caCertPath"),
    cert: file("certPath"),
    key: file("keyPath"),
  };
}
