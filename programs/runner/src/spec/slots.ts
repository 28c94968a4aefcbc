/** The places in an argument list that only the start can fill: `{initrd}`, `{initrd:bytes}` and `{fd:<interface>}`. */

export type Slot =
  | { readonly kind: "initrd" }
  /** How long it is. */
  | { readonly kind: "initrd-bytes" }
  /** The open descriptor of that interface of the host. */
  | { readonly kind: "fd"; readonly interface: string };

/** The joined initial RAM disk. */
export interface JoinedInitrd {
  /** As QEMU finds it. */
  readonly file: string;
  readonly bytes: number;
}

/** What fills them. */
export interface SlotValues {
  readonly initrd: JoinedInitrd | undefined;
  /** Descriptor number by the name of the interface. */
  readonly descriptors: ReadonlyMap<string, number>;
}

/** A word in braces; JSON, which QEMU takes too, has a quote or space after its brace. */
const SLOT = /\{([a-z]+)(?::([^{}]*))?\}/g;

/** The slots of an argument in their order, and the words in braces that are none. */
export function slotsIn(argument: string): {
  readonly slots: readonly Slot[];
  readonly unknown: readonly string[];
} {
  const found = [...argument.matchAll(SLOT)].map((match) => ({
    text: match[0],
    slot: toSlot(match),
  }));
  return {
    slots: found.flatMap(({ slot }) => (slot === undefined ? [] : [slot])),
    unknown: found.flatMap(({ slot, text }) =>
      slot === undefined ? [text] : [],
    ),
  };
}

/** The argument with its slots filled. Call only with what `slotsIn` has no unknown slots in. */
export function fillSlots(argument: string, values: SlotValues): string {
  return argument.replace(SLOT, (text, ...groups) => {
    const slot = toSlot([text, ...groups]);
    return slot === undefined ? text : (fillingOf(slot, values) ?? text);
  });
}

function toSlot(match: readonly unknown[]): Slot | undefined {
  const [, word, name] = match;
  if (word === "initrd" && name === undefined) return { kind: "initrd" };
  if (word === "initrd" && name === "bytes") return { kind: "initrd-bytes" };
  if (word !== "fd" || typeof name !== "string") return undefined;
  return isInterfaceName(name) ? { kind: "fd", interface: name } : undefined;
}

function fillingOf(slot: Slot, values: SlotValues): string | undefined {
  switch (slot.kind) {
    case "initrd":
      return values.initrd?.file;
    case "initrd-bytes":
      return values.initrd?.bytes.toString();
    case "fd":
      return values.descriptors.get(slot.interface)?.toString();
  }
}

/** True for what the kernel takes as the name of a network interface and is harmless in a path. */
export function isInterfaceName(untrusted: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/.test(untrusted);
}
