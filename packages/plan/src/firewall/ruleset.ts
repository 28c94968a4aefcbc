/** The text of nftables rules (nft(8)): tables that replace what was there in one step. */

export interface Chain {
  readonly name: string;
  /** `type filter hook input priority filter; policy drop;` absent: others jump to it. */
  readonly hook?: string;
  /** One statement a line. */
  readonly rules: readonly string[];
}

export interface Table {
  readonly family: "inet" | "bridge";
  readonly chains: readonly Chain[];
}

/** All tables of ours have this name; those of others are left alone. */
const TABLE = "ghaf";

/** Names for addresses, which rules write as `$name`. */
export type Definitions = ReadonlyMap<string, readonly string[]>;

export function rulesetText(
  definitions: Definitions,
  tables: readonly Table[],
): string {
  const names = [...definitions].map(
    ([name, addresses]) => `define ${name} = { ${addresses.join(", ")} }\n`,
  );
  const parts = tables.map(({ family, chains }) =>
    [
      // Added first, so that there is one to delete.
      `table ${family} ${TABLE}`,
      `delete table ${family} ${TABLE}`,
      `table ${family} ${TABLE} {`,
      ...chains.flatMap(chainLines),
      "}",
    ].join("\n"),
  );
  return `#!/usr/sbin/nft -f\n\n${names.join("")}\n${parts.join("\n\n")}\n`;
}

function chainLines({ name, hook, rules }: Chain): readonly string[] {
  return [
    `  chain ${name} {`,
    ...(hook === undefined ? [] : [`    ${hook}`]),
    ...rules.map((rule) => `    ${rule}`),
    "  }",
  ];
}

/** The addresses of these machines, by their names. */
export function addressesOf(machines: readonly string[]): string {
  const names = machines.map((name) => `$${name}`);
  return names.length === 1 ? names.join("") : `{ ${names.join(", ")} }`;
}

/** A comment of at most 128 characters without what would end it; nothing for nothing. */
export function commentOf(text: string): string {
  const plain = text.replace(/["\\\n]/g, " ").slice(0, 120);
  return plain === "" ? "" : ` comment "${plain}"`;
}
