/** Who may import whom: the table of docs and decisions as data. A change here is a decision note. */

/** The rights of one workspace. */
export interface Rights {
  /** Our own workspaces that it may import. */
  readonly ours: readonly string[];
  /** Node's own modules: all, none, or those named. Tests beside the sources may use any. */
  readonly node: "all" | "none" | readonly string[];
}

const everyPackage = [
  "packages/api",
  "packages/client",
  "packages/daemon",
  "packages/image",
  "packages/module-system",
  "packages/plan",
  "packages/supply-chain",
  "packages/system",
  "packages/transport",
];

export const importTable: Readonly<Record<string, Rights>> = {
  "packages/api": { ours: [], node: "none" },
  "packages/client": { ours: ["packages/api"], node: "none" },
  "packages/daemon": { ours: [], node: "all" },
  "packages/image": { ours: ["packages/api"], node: "all" },
  "packages/module-system": { ours: [], node: "none" },
  "packages/plan": { ours: ["packages/api", "packages/system"], node: "none" },
  "packages/supply-chain": { ours: [], node: ["node:crypto"] },
  "packages/system": {
    ours: ["packages/api", "packages/module-system"],
    node: "none",
  },
  "packages/transport": { ours: ["packages/api"], node: "all" },
  "programs/admin": {
    ours: ["packages/api", "packages/daemon", "packages/transport"],
    node: "all",
  },
  "programs/agent": {
    ours: ["packages/api", "packages/daemon", "packages/transport"],
    node: "all",
  },
  "programs/cli": { ours: everyPackage, node: "all" },
  "programs/demo": { ours: everyPackage, node: "all" },
  "programs/instance": {
    ours: ["packages/api", "packages/daemon"],
    node: "all",
  },
  "programs/runner": {
    ours: ["packages/api", "packages/daemon"],
    node: "all",
  },
  tests: {
    ours: [...everyPackage, "programs/admin", "programs/agent"],
    node: "all",
  },
};

/** Libraries that have one home, so that replacing one changes one room. */
export const homes: readonly {
  readonly library: RegExp;
  /** The files that may import it. */
  readonly files: RegExp;
  readonly said: string;
}[] = [
  {
    library: /dbus/,
    files: /^programs\/agent\/src\/systemd\/dbus-[^/]+\.ts$/,
    said: "the D-Bus library is imported in programs/agent/src/systemd/dbus-*.ts only",
  },
  {
    library: /^@grpc\//,
    files: /^packages\/transport\/src\//,
    said: "gRPC's library is imported in packages/transport only",
  },
  {
    library: /^commander$/,
    files: /^programs\/cli\/src\//,
    said: "commander is imported in programs/cli only",
  },
  {
    library: /^(esbuild|typescript)$/,
    files:
      /^(programs\/cli\/src\/load-system|tests\/src\/(configuration|bench|house))\//,
    said: "compilers are imported in programs/cli/src/load-system and tests only",
  },
];
