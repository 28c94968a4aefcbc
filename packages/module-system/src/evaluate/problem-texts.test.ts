/** What a person reads about each kind of mistake: one golden file, a mistake after the other. */

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import {
  after,
  byDefault,
  evaluate,
  force,
  type LocatedPlace,
  type Module,
  makeModule,
  narrowed,
  option,
  type Place,
  type Problem,
  parts,
  removed,
  renamed,
  renderProblems,
  t,
  when,
} from "../index.ts";

const golden = fileURLToPath(
  new URL("../../golden/problems.txt", import.meta.url),
);

const line = narrowed(t.string, "text on one line", (text) =>
  /^\P{Cc}*$/u.test(text),
);

const vm = {
  name: option(
    narrowed(t.string, "1 to 8 letters", (name) => /^[a-z]{1,8}$/.test(name)),
    { description: "Its name." },
  ),
  ramMb: option(t.integer, { description: "Its memory.", default: 512 }),
  colour: option(t.nullOr(t.string), {
    description: "Its colour.",
    default: null,
  }),
};
const tree = {
  device: {
    name: option(t.string, { description: "Its name.", default: "" }),
    memory: option(t.integer, { description: "MiB." }),
    half: option(t.integer, { description: "MiB." }),
    mode: option(t.oneOf("debug", "release"), {
      description: "How.",
      default: "debug",
    }),
    port: option(t.port, { description: "TCP." }),
    id: option(t.either(t.string, t.integer), {
      description: "Name or number.",
    }),
    version: option(t.string, {
      description: "Ours.",
      default: "1",
      readOnly: true,
    }),
    title: renamed("device", "name"),
    weston: removed("labwc is the only compositor; delete the line"),
  },
  plane: {
    enable: option(t.boolean, { description: "On.", default: false }),
  },
  units: option(
    narrowed(t.attributesOf(t.integer), "units like “x.service”", (units) =>
      Object.keys(units).every((name) => /^[a-z]+\.service$/.test(name)),
    ),
    { description: "By name.", default: {} },
  ),
  command: option(t.either(line, t.listOf(line)), {
    description: "Words.",
    default: "",
  }),
  words: option(t.either(line, t.listOf(line)), {
    description: "Words.",
    default: "",
  }),
  vms: option(t.listOf(t.submodule(vm)), { description: "All.", default: [] }),
  disks: option(
    t.attributesOf(
      t.submodule({ device: option(t.path, { description: "Block device." }) }),
    ),
    { description: "By name.", default: {} },
  ),
  extra: option(t.attributes, { description: "More.", default: {} }),
  password: option(t.string, {
    description: "Hidden.",
    default: "",
    secret: true,
  }),
  opaque: option(t.raw, { description: "Anything." }),
  inner: option(
    t.modules({ size: option(t.integer, { description: "MiB." }) }),
    { description: "Kept.", default: [] },
  ),
};

const platform = makeModule(
  { options: tree },
  { form: "full", label: "platform.ts" },
);

function file(
  label: string,
  config: unknown,
  imports: readonly unknown[] = [],
): Module {
  return makeModule(
    { config, imports: imports as readonly Module[] },
    { form: "shorthand", label },
  );
}

interface Read {
  readonly device: {
    readonly memory: number;
    readonly half: number;
    readonly name: string;
  };
}

/** Each a mistake that people make. */
const mistakes: Readonly<Record<string, readonly Module[]>> = {
  "a misspelt option": [file("a.ts", { device: { nmae: "x" } })],
  "a misspelt option of a submodule": [
    file("a.ts", { vms: [{ name: "a", rmaMb: 1 }] }),
  ],
  "an option of another group": [file("a.ts", { ramMb: 1, memory: 2 })],
  "nothing is near": [file("a.ts", { zebra: 1 })],
  "a value instead of a group": [file("a.ts", { device: "x" })],
  "a function instead of a group": [file("a.ts", { device: () => ({}) })],
  "true for a group with a switch": [file("a.ts", { plane: true })],
  "a path as one name": [file("a.ts", { "device.memory": 1 })],
  "more than its beginning": [file("a.ts", { device: { portal: 1 } })],
  "a cycle beside definitions that have nothing to do with it": [
    file("a.ts", { device: { memory: 1, half: byDefault(3) } }),
    file("b.ts", {
      device: {
        memory: when((c: Read) => c.device.half > 1, 2),
        half: (c: Read) => c.device.memory,
      },
    }),
  ],
  "a list of the configuration is added to": [
    file("a.ts", {
      device: {
        name: (c: { readonly vms: unknown[] }) => `${c.vms.push("x")}`,
      },
    }),
  ],
  "text for a number": [file("a.ts", { device: { memory: "lots" } })],
  "text for a submodule": [file("a.ts", { vms: ["x"] })],
  "an instance of a class": [file("a.ts", { disks: new Map() })],
  "names that a set cannot have": [
    file("a.ts", { units: { "good.service": 1, "../x": 2, y: 3 } }),
  ],
  "text that none of several types takes": [
    file("a.ts", { command: "a\nb" }),
    file("b.ts", { words: ["good", 3] }),
  ],
  "a fraction": [file("a.ts", { device: { memory: 1.5 } })],
  "a number out of range": [file("a.ts", { device: { port: 70_000 } })],
  "a word that is none of the allowed": [
    file("a.ts", { device: { mode: "prod" } }),
  ],
  "neither of two types": [file("a.ts", { device: { id: true } })],
  "a name with shell characters": [
    file("a.ts", { vms: [{ name: "a;rm -rf" }] }),
  ],
  "null where a value must be": [file("a.ts", { device: { name: null } })],
  "one object for a list": [file("a.ts", { vms: { name: "a" } })],
  "three mistakes in one list": [
    file("a.ts", {
      vms: [{ name: "A" }, { ramMb: 1 }, { name: "c", ramMb: "x" }],
    }),
  ],
  "two values": [
    file("a.ts", { device: { name: "x" } }),
    file("b.ts", { device: { name: "y" } }),
  ],
  "two values deep in a set": [
    file("a.ts", { extra: { a: { b: 1 } } }),
    file("b.ts", { extra: { a: { b: 2 } } }),
  ],
  "two forced values": [
    file("a.ts", { device: { name: force("x") } }),
    file("b.ts", { device: { name: force("y") } }),
  ],
  "null against a value": [
    file("a.ts", {
      vms: [parts({ name: "a", colour: null }, { colour: "red" })],
    }),
  ],
  "one of two kinds": [
    file("a.ts", { device: { id: "x" } }),
    file("b.ts", { device: { id: 1 } }),
  ],
  "a raw value twice": [
    file("a.ts", { opaque: 1 }),
    file("b.ts", { opaque: 1 }),
  ],
  "a value that needs itself": [
    file("a.ts", {
      device: {
        memory: ({ device }: Read) => device.half * 2,
        half: ({ device }: Read) => device.memory / 2,
      },
    }),
  ],
  "a condition that needs what it defines": [
    file("a.ts", {
      device: when(({ device }: Read) => device.name === "x", { name: "y" }),
    }),
  ],
  "a function that throws": [
    file("a.ts", {
      device: {
        name: () => {
          throw new Error("no such file: names.txt");
        },
      },
    }),
  ],
  "a function without end": [
    file("a.ts", {
      device: {
        name: function again(): string {
          return again();
        },
      },
    }),
  ],
  "a wrong value beside a failed condition": [
    file("a.ts", {
      device: when(({ device }: Read) => device.memory > 1, { name: "x" }),
    }),
    file("b.ts", { device: { memory: "lots", name: 1 } }),
  ],
  "a condition that is no answer": [
    file("a.ts", { device: { name: when((() => "yes") as never, "x") } }),
  ],
  "reading what is no option": [
    file("a.ts", {
      device: {
        name: ({ device }: { device: { nmae: string } }) => device.nmae,
      },
    }),
  ],
  "a computed value of the wrong type": [
    file("a.ts", { device: { name: () => 3 } }),
  ],
  "an option that is needed and has no value": [
    file("a.ts", { device: { half: ({ device }: Read) => device.memory / 2 } }),
  ],
  "a missing part of an item": [file("a.ts", { disks: { main: {} } })],
  "a read-only option": [file("a.ts", { device: { version: "2" } })],
  "two secrets": [
    file("a.ts", { password: "hunter2" }),
    file("b.ts", { password: "hunter3" }),
  ],
  "a secret of the wrong type": [file("a.ts", { password: ["hunter2"] })],
  "an old name": [file("a.ts", { device: { title: "x" } })],
  "an option that went away": [file("a.ts", { device: { weston: true } })],
  "an option declared twice": [
    makeModule(
      {
        options: {
          device: { name: option(t.string, { description: "Again." }) },
        },
      },
      { form: "full", label: "own.ts" },
    ),
  ],
  "something else imported": [file("a.ts", {}, [undefined, { device: {} }])],
  "a kept module that is none": [file("a.ts", { inner: ["size: 3"] })],
  "a wrapped mistake": [
    file("a.ts", {
      vms: after([byDefault({ name: "a", ramMb: when(true, "x") })]),
    }),
  ],
};

test("every mistake has its text", () => {
  const texts = Object.entries(mistakes).map(
    ([title, modules]) => `# ${title}\n${textOf(modules)}`,
  );
  const made = texts.join("\n");
  if (process.env["GHAF_UPDATE_GOLDEN"] === "1") writeFileSync(golden, made);
  assert.equal(made, readFileSync(golden, "utf8"));
});

function textOf(modules: readonly Module[]): string {
  const evaluation = evaluate([platform, ...modules]);
  evaluation.readAll();
  assert.ok(evaluation.problems().length > 0);
  return renderProblems(evaluation.problems().map(located), {
    file: (name) => name,
    visible: (text) => text,
    paint: (_, text) => text,
  });
}

/** Names the option path within the module instead of a line. */
function located({ places, declared, ...problem }: Problem) {
  return {
    ...problem,
    places: places.map(atPath),
    ...(declared === undefined ? {} : { declared: atPath(declared) }),
  };
}

function atPath({ origin, path, computed }: Place): LocatedPlace {
  const label = `${origin.label} at ${path.join(".")}${computed ? " (computed)" : ""}`;
  return { label, ...(computed ? { computed } : {}) };
}
