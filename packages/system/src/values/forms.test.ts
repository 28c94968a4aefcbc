/** Every narrowed value: examples it takes and refuses, and that what reaches units, hosts, arguments and files has no character with a meaning there. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type AnyType, accepts } from "@ghaf/module-system";
import fc from "fast-check";
import {
  hostAddress,
  httpUrl,
  ipv4Address,
  transportAddress,
} from "./address.ts";
import {
  argument,
  extraArguments,
  program,
  programOrCommand,
} from "./argument.ts";
import { colour } from "./colour.ts";
import {
  absolutePath,
  absolutePathText,
  fileName,
  relativePath,
} from "./file-path.ts";
import {
  iconName,
  line,
  lines,
  pointSize,
  themeName,
  title,
  windowIdentifier,
} from "./line.ts";
import { logLevel } from "./log-level.ts";
import { hostName, tag, unitName, userName, vmLabel } from "./name.ts";
import {
  count,
  memoryAddress,
  memoryMiB,
  portAsText,
  portInteger,
  timeoutSeconds,
  usedPort,
  userId,
} from "./number.ts";
import { password } from "./password.ts";
import { sshPublicKey } from "./ssh-key.ts";
import { transport } from "./transport.ts";
import { u2fKeys } from "./u2f-keys.ts";

interface Case {
  readonly type: AnyType;
  readonly good: readonly unknown[];
  readonly bad: readonly unknown[];
}

const ED25519 = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5${"A".repeat(48)}`;
const U2F = "ghaf:aGFuZGxl==,a2V5,es256,+presence";
const PATHS: Omit<Case, "type"> = {
  good: ["/", "/a", "/etc/ghaf/key.pem", "/run/user/1000/a-b", "/..a/b.."],
  bad: [
    ...["", "a", "./a", "~/a", "/a b", "/a//b", "/a/", "/..", "/a/../b", "/."],
    ...["/a\n", "/$HOME", "/%h", "/a'b", '/a"', "/a;b", `/${"a".repeat(5000)}`],
  ],
};
const RELATIVE: Omit<Case, "type"> = {
  good: ["a", "ssh/get-auth-keys", ".hidden", "a/..b"],
  bad: ["", "/a", "..", "../a", "a/../b", "a/./b", "a/", "a b", "a\n"],
};

const cases: Readonly<Record<string, Case>> = {
  absolutePath: { type: absolutePath, ...PATHS },
  absolutePathText: { type: absolutePathText, ...PATHS },
  relativePath: { type: relativePath, ...RELATIVE },
  fileName: {
    type: fileName,
    good: ["get-auth-keys", "a.b", "_x"],
    bad: ["", ".", "..", ".a", "-a", "a/b", "a b", "a".repeat(256)],
  },
  program: {
    type: program,
    good: ["xdg-open", "/usr/bin/pcmanfm", "g++"],
    bad: ["", "-a", "a b", "/", "/a/", "a/b", "/../a", "/a/../b", "a;b", "$x"],
  },
  programOrCommand: {
    type: programOrCommand,
    good: ["/usr/bin/foot", ["foot"], ["/usr/bin/foot", "-e", "a b; $c", ""]],
    bad: [
      ...["foot", "/usr/bin/foot -e", [], ["a b"], [""], ["foot", "a\nb"], 1],
      `/${"a".repeat(4096)}`,
    ],
  },
  argument: {
    type: argument,
    good: ["", "a b $c"],
    bad: ["a\nb", "a\0", "\t"],
  },
  extraArguments: {
    type: extraArguments,
    good: ["", "--a=b", "--user-data-dir=/home/a/.config --test-type"],
    bad: [" ", " a", "a ", "a  b", "a;b", "$(a)", "a\nb", "`a`", "%u"],
  },
  colour: {
    type: colour,
    good: ["#006305", "#aBcDeF"],
    bad: ["", "006305", "#fff", "#00630g", "#0063055", "red", "#006305\n"],
  },
  ipv4Address: {
    type: ipv4Address,
    good: ["0.0.0.0", "192.168.100.10", "255.255.255.255"],
    bad: ["", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.4 ", "::1"],
  },
  hostAddress: {
    type: hostAddress,
    good: ["admin-vm", "1.2.3.4", "logs.example.org", "A1"],
    bad: ["", "-a", "a-", "a..b", "a.", "a_b", "a b", "a/b", "a".repeat(64)],
  },
  transportAddress: {
    type: transportAddress,
    good: ["admin-vm", "1.2.3.4", "/run/admin.sock", "2"],
    bad: ["", "run/a", "/", "/run/../a", "/a b", "$(x)", "a\n"],
  },
  httpUrl: {
    type: httpUrl,
    good: ["http://admin-vm:9999/loki/api/v1/push", "https://a.example"],
    bad: [
      "",
      "ftp://a",
      "http://",
      "http://u:p@a/",
      "http://a/ b",
      'http://a/"',
    ],
  },
  hostName: {
    type: hostName,
    good: ["a", "net-vm", "a1", "a".repeat(63)],
    bad: ["", "A", "1a", "-a", "a-", "a_b", "a.b", "a b", "a".repeat(64)],
  },
  vmLabel: {
    type: vmLabel,
    good: ["Business", "chrome-vm", "GALA"],
    bad: ["", "1a", "a b", "a-", "[a]", "a%"],
  },
  userName: {
    type: userName,
    good: ["ghaf", "_a", "a-b_1", "a".repeat(31)],
    bad: ["", "Root", "1a", "-a", "a b", "a:b", "a\n", "a".repeat(32)],
  },
  unitName: {
    type: unitName,
    good: ["sshd.service", "microvm@.service", "microvm@net-vm.service"],
    bad: [
      "",
      "sshd",
      ".service",
      "a b.service",
      "a@b@c.service",
      "a/b.service",
    ],
  },
  tag: {
    type: tag,
    good: ["base-systemd", "a.b_c", "1"],
    bad: ["", "-a", ".a", "a b", "a/b", "a,b", "a".repeat(65)],
  },
  line: { type: line, good: ["", "Größe: 5 €"], bad: ["a\nb", "\u001b[0m"] },
  title: {
    type: title,
    good: ["Text Editor", "Ä"],
    bad: ["", " ", " a", "a ", "a\nb", "a\r"],
  },
  lines: {
    type: lines,
    good: ["", "a\n\tb\n"],
    bad: ["a\0", "\u001b", "a\r\n"],
  },
  windowIdentifier: {
    type: windowIdentifier,
    good: ["foot", "org.gnome.*", "*"],
    bad: ["", "a b", "<a>", "a&b", 'a"'],
  },
  themeName: {
    type: themeName,
    good: ["Adwaita", "Fira Code", "A"],
    bad: ["", " A", "A ", "1A", "A/B", "A'", "A;B", "A\nB"],
  },
  iconName: {
    type: iconName,
    good: ["firefox", "/usr/share/icons/a.png", "org.gnome.TextEditor"],
    bad: ["", "/", "/a/", "/a/../b", "a b", "a/b", "a\n"],
  },
  pointSize: {
    type: pointSize,
    good: ["11", "9", "10.5"],
    bad: ["", "0", "100", "11px", "-1", "1.", "1.55"],
  },
  logLevel: {
    type: logLevel,
    good: ["emerg", "info", "debug"],
    bad: ["", "warn", "INFO", "info ", "7"],
  },
  transport: {
    type: transport,
    good: ["tcp", "unix", "vsock"],
    bad: ["", "udp", "TCP", "tcp "],
  },
  portInteger: {
    type: portInteger,
    good: [1, 65_535],
    bad: [0, -1, 65_536, 1.5, "80"],
  },
  usedPort: { type: usedPort, good: [1, 65_535], bad: [0, 65_536, -1, 0.5] },
  portAsText: {
    type: portAsText,
    good: ["9001", 9001, "1", 65_535],
    bad: ["", "0", 0, "09001", "65536", 65_536, "9001 ", "0x10", "1e3"],
  },
  userId: { type: userId, good: [1000, 60_000], bad: [0, 999, 60_001] },
  timeoutSeconds: {
    type: timeoutSeconds,
    good: [1, 300, 86_400],
    bad: [0, -300, 86_401, 0.5],
  },
  memoryMiB: { type: memoryMiB, good: [1, 16], bad: [0, -1, 1_048_577, 1.5] },
  count: { type: count, good: [0, 1024], bad: [-1, 1025, 0.5] },
  memoryAddress: {
    type: memoryAddress,
    good: ["0x920000000", "0xF"],
    bad: ["", "0x", "920000000", "0xg", `0x${"1".repeat(17)}`],
  },
  password: {
    type: password,
    good: ["a", "correct horse", "ü:$"],
    bad: ["", "a\nb", "a\0", "a".repeat(129)],
  },
  sshPublicKey: {
    type: sshPublicKey,
    good: [ED25519, `${ED25519} me@laptop`],
    bad: [
      ...["", "ssh-ed25519", `${ED25519}\n`, `ssh-rsa ${ED25519.slice(12)}`],
      ...[
        `command="x" ${ED25519}`,
        ED25519.slice(0, 60),
        `ssh-dss ${"A".repeat(99)}`,
      ],
    ],
  },
  u2fKeys: {
    type: u2fKeys,
    good: ["", U2F, `${U2F}:*,a2V5,eddsa,`, `${U2F}\nanna:a,b,rs256,+pin`],
    bad: ["ghaf", "ghaf:", `${U2F}\n`, `${U2F};`, "a b:c,d,es256,", `${U2F}+x`],
  },
};

describe("each form", () => {
  for (const [name, { type, good, bad }] of Object.entries(cases)) {
    test(name, () => {
      for (const value of good) {
        assert.ok(accepts(type, value), `takes ${JSON.stringify(value)}`);
      }
      for (const value of bad) {
        assert.ok(!accepts(type, value), `refuses ${JSON.stringify(value)}`);
      }
    });
  }
});

/** What a shell, systemd, XML, JSON or a C string would read as more than a letter. */
const HOSTILE = [..." \t\n\r\0\"'`\\$%;&|<>(){}[]!?#^\u202e\u00a0"];
/** Where no such character belongs. */
const strict = [
  ...["absolutePath", "absolutePathText", "relativePath", "fileName"],
  ...["program", "ipv4Address", "hostAddress", "transportAddress"],
  ...["hostName", "vmLabel", "userName", "unitName", "tag"],
  ...["windowIdentifier", "iconName", "pointSize", "logLevel", "transport"],
  ...["portAsText", "memoryAddress"],
];

test("no hostile character is taken anywhere in a name, address or path", () => {
  for (const name of strict) {
    const { type, good } = cases[name] ?? assert.fail(name);
    const texts = good.filter((value) => typeof value === "string");
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.constantFrom(...HOSTILE),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (text, hostile, where) => {
          const at = Math.round(where * text.length);
          const value = text.slice(0, at) + hostile + text.slice(at);
          assert.ok(!accepts(type, value), `${name}: ${JSON.stringify(value)}`);
        },
      ),
    );
  }
});

test("any four octets without leading zeros are an IPv4 address, and no other numbers", () => {
  const octet = fc.nat({ max: 999 });
  fc.assert(
    fc.property(fc.tuple(octet, octet, octet, octet), (octets) => {
      const fits = octets.every((one) => one <= 255);
      assert.equal(accepts(ipv4Address, octets.join(".")), fits);
    }),
  );
});
