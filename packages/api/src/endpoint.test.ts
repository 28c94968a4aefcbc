/** Endpoints: the listener grammar, the strings of a registration, and their round trips. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  type Endpoint,
  endpointStrings,
  formatEndpoint,
  type ListenAddress,
  parseEndpoint,
  parseListenAddress,
  parseVsock,
} from "./endpoint.ts";
import { ApiError } from "./errors.ts";

const port = fc.nat({ max: 65_535 });
const uint32 = fc.nat({ max: 0xffff_ffff });
const hostName = fc
  .stringMatching(/^[a-z]([a-z0-9-]{0,10}[a-z0-9])?(\.[a-z]{1,5})?$/)
  .filter((name) => name.length > 0);
const printable = fc.string({
  unit: "grapheme-ascii",
  minLength: 1,
  maxLength: 100,
});
/** Plain objects: a strict comparison sees the prototype. */
const record = <T>(parts: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(parts, { noNullPrototype: true });
const ipEndpoint = record({
  kind: fc.constant("tcp" as const),
  host: fc.oneof(fc.ipV4(), fc.ipV6()),
  port,
});
const elsewhere: fc.Arbitrary<Endpoint>[] = [
  record({ kind: fc.constant("unix" as const), path: printable }),
  record({ kind: fc.constant("abstract" as const), name: printable }),
  record({ kind: fc.constant("vsock" as const), cid: uint32, port: uint32 }),
];
const endpoint: fc.Arbitrary<Endpoint> = fc.oneof(
  ipEndpoint,
  record({ kind: fc.constant("tcp" as const), host: hostName, port }),
  ...elsewhere,
);
const inherited: fc.Arbitrary<ListenAddress> = fc
  .stringMatching(/^[!-9;-~]{1,30}$/)
  .map((name) => ({ kind: "inherited", name }));
const listenAddress: fc.Arbitrary<ListenAddress> = fc.oneof(
  ipEndpoint,
  ...elsewhere,
  inherited,
  fc.constantFrom<ListenAddress>({ kind: "inherited" }, { kind: "stdio" }),
);

function attempt<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    assert.ok(error instanceof ApiError);
    assert.equal(error.code, "invalid-endpoint");
    return undefined;
  }
}

test("the strings of an endpoint are read back as the endpoint", () => {
  fc.assert(
    fc.property(endpoint, (value) => {
      assert.deepEqual(parseEndpoint(endpointStrings(value)), value);
    }),
  );
});

test("a formatted listener is read back as the listener", () => {
  fc.assert(
    fc.property(listenAddress, (value) => {
      assert.deepEqual(parseListenAddress(formatEndpoint(value)), value);
    }),
  );
});

test("whatever is accepted round-trips and prints on one line", () => {
  const near = fc.string({
    unit: fc.constantFrom(
      ..."unix:vsock/.@[]0123456789abf%-\n\0 ",
      "sd-listen",
      "unix:",
      "vsock:",
    ),
    maxLength: 20,
  });
  fc.assert(
    fc.property(fc.oneof(near, fc.string({ unit: "binary" })), (text) => {
      const value = attempt(() => parseListenAddress(text));
      fc.pre(value !== undefined);
      const printed = formatEndpoint(value);
      assert.doesNotMatch(printed, /[\x00-\x1f\x7f]/);
      assert.deepEqual(parseListenAddress(printed), value);
    }),
    { numRuns: 1_000 },
  );
});

test("what a peer registers is accepted or refused, never thrown at", () => {
  const word = fc.oneof(
    fc.constantFrom(
      "tcp",
      "unix",
      "abstract",
      "vsock",
      "udp",
      "constructor",
      "",
    ),
    fc.string({ unit: "binary" }),
  );
  const strings = fc.record({ protocol: word, address: word, port: word });
  fc.assert(
    fc.property(strings, (untrusted) => {
      const value = attempt(() => parseEndpoint(untrusted));
      fc.pre(value !== undefined);
      assert.deepEqual(parseEndpoint(endpointStrings(value)), value);
    }),
    { numRuns: 2_000 },
  );
});

for (const [text, value] of [
  ["192.168.101.10:9001", { kind: "tcp", host: "192.168.101.10", port: 9001 }],
  ["[::1]:9001", { kind: "tcp", host: "::1", port: 9001 }],
  ["/run/givc/admin.sock", { kind: "unix", path: "/run/givc/admin.sock" }],
  ["./admin.sock", { kind: "unix", path: "./admin.sock" }],
  ["unix:/run/a.sock", { kind: "unix", path: "/run/a.sock" }],
  ["unix:///run/a.sock", { kind: "unix", path: "/run/a.sock" }],
  ["@givc", { kind: "abstract", name: "givc" }],
  ["vsock:3:9001", { kind: "vsock", cid: 3, port: 9001 }],
  ["vsock:host:1", { kind: "vsock", cid: 2, port: 1 }],
  ["vsock:local:1", { kind: "vsock", cid: 1, port: 1 }],
  ["vsock:any:1", { kind: "vsock", cid: 0xffff_ffff, port: 1 }],
  ["sd-listen", { kind: "inherited" }],
  ["sd-listen:grpc", { kind: "inherited", name: "grpc" }],
  ["sd-listen:*", { kind: "inherited", name: "*" }],
  ["inetd", { kind: "stdio" }],
  ["stdio", { kind: "stdio" }],
  ["-", { kind: "stdio" }],
] as const) {
  test(`listener ${text}`, () => {
    assert.deepEqual(parseListenAddress(text), value);
  });
}

for (const text of [
  "",
  "9001",
  "localhost:9001",
  "1.2.3.4",
  "1.2.3.4:",
  "1.2.3.4:65536",
  "1.2.3.4:-1",
  "01.2.3.4:80",
  "[1.2.3.4]:80",
  "::1:80",
  "[::1]",
  "[::1:80",
  "@",
  "unix:",
  "/run/a\nb",
  `/${"a".repeat(107)}`,
  `@${"é".repeat(54)}`,
  "vsock:3",
  "vsock:nowhere:1",
  "vsock:4294967296:1",
  "sd-listen:",
  "sd-listen:a:b",
  "tcp://1.2.3.4:80",
]) {
  test(`no listener: ${JSON.stringify(text).slice(0, 40)}`, () => {
    assert.throws(() => parseListenAddress(text), { code: "invalid-endpoint" });
  });
}

for (const [protocol, address, number, message] of [
  ["udp", "1.2.3.4", "9", "Unknown protocol: udp"],
  ["TCP", "1.2.3.4", "9", "Unknown protocol: TCP"],
  ["", "", "", "Unknown protocol: "],
  ["u\ndp", "", "", "Unknown protocol: u?dp"],
] as const) {
  test(`protocol ${JSON.stringify(protocol)} is refused with the reference's text`, () => {
    assert.throws(() => parseEndpoint({ protocol, address, port: number }), {
      message,
    });
  });
}

for (const [address, number] of [
  ["", "9000"],
  ["300.1.1.1", "9000"],
  ["a..b", "9000"],
  ["a b", "9000"],
  ["-a", "9000"],
  [`${"a.".repeat(126)}aa`, "9000"],
  ["app-vm", ""],
  ["app-vm", "65536"],
  ["app-vm", "0x10"],
  ["app-vm", " 9000"],
] as const) {
  test(`tcp ${JSON.stringify(address).slice(0, 20)} port ${JSON.stringify(number)} is refused`, () => {
    assert.throws(
      () => parseEndpoint({ protocol: "tcp", address, port: number }),
      {
        code: "invalid-endpoint",
      },
    );
  });
}

test("a vsock address is two numbers", () => {
  assert.deepEqual(parseVsock("2:9001"), { kind: "vsock", cid: 2, port: 9001 });
  for (const text of [
    "",
    "2",
    ":1",
    "2:",
    "2:x",
    "constructor:1",
    "2:4294967296",
  ]) {
    assert.throws(() => parseVsock(text), ApiError);
  }
});
