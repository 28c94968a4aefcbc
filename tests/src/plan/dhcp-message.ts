/** Messages of DHCP as a client writes and reads them (RFC 2131, RFC 2132). */

/** The codes of the messages that tests say and hear (RFC 2132 section 9.6). */
const KINDS = {
  discover: 1,
  offer: 2,
  request: 3,
  decline: 4,
  ack: 5,
  nak: 6,
} as const;
export type Kind = keyof typeof KINDS;

const COOKIE = 0x63825363;
/** Where options begin: behind 236 bytes of BOOTP and the cookie. */
const OPTIONS = 240;
const BROADCAST = 0x8000;

export interface Question {
  readonly kind: Kind;
  /** Whose MAC address the client says it has. */
  readonly mac: string;
  /** The address that it wants; absent: any. */
  readonly wanted?: string;
  /** The server that it means; absent: any. */
  readonly server?: string;
  /** Over which relay it says it has come. */
  readonly relay?: string;
}

/** The client has no address, so that the answer comes to everybody. */
export function questionBytes(question: Question): Uint8Array {
  const { kind, mac, wanted, server, relay } = question;
  const bytes = Buffer.alloc(OPTIONS);
  bytes.set([1, 1, 6]);
  bytes.writeUInt32BE(0x6768_6166, 4);
  bytes.writeUInt16BE(BROADCAST, 10);
  if (relay !== undefined) bytes.set(octets(relay), 24);
  bytes.set(Buffer.from(mac.replaceAll(":", ""), "hex"), 28);
  bytes.writeUInt32BE(COOKIE, OPTIONS - 4);
  const options = [
    ...[53, 1, KINDS[kind]],
    ...(wanted === undefined ? [] : [50, 4, ...octets(wanted)]),
    ...(server === undefined ? [] : [54, 4, ...octets(server)]),
    ...[55, 3, 1, 3, 6, 255],
  ];
  return Buffer.concat([bytes, Buffer.from(options)]);
}

export interface Answer {
  readonly kind: string;
  readonly address: string;
  readonly server: string;
  readonly mask: string;
  readonly routers: string;
  readonly names: string;
}

/** Undefined for what is no answer. */
export function answerOf(bytes: Buffer): Answer | undefined {
  if (bytes.length < OPTIONS || bytes[0] !== 2) return undefined;
  const options = optionsOf(bytes.subarray(OPTIONS));
  const code = options.get(53)?.[0];
  const [kind = ""] =
    Object.entries(KINDS).find(([, one]) => one === code) ?? [];
  const dotted = (option: number) => (options.get(option) ?? []).join(".");
  return {
    ...{ kind, address: bytes.subarray(16, 20).join(".") },
    ...{ server: dotted(54), mask: dotted(1) },
    ...{ routers: dotted(3), names: dotted(6) },
  };
}

function optionsOf(bytes: Uint8Array): ReadonlyMap<number, Uint8Array> {
  const found = new Map<number, Uint8Array>();
  let at = 0;
  while (at + 1 < bytes.length && bytes[at] !== 255) {
    const length = bytes[at + 1] ?? 0;
    found.set(bytes[at] ?? 0, bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return found;
}

function octets(address: string): readonly number[] {
  return address.split(".").map(Number);
}
