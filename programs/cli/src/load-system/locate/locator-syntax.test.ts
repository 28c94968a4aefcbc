import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { type Case, checkCase } from "./marked-source.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ghaf-locate-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function check(given: Case): Promise<void> {
  return checkCase(folder, given);
}

test("a definition is found beside the imports, or under config", async () => {
  await check({
    files: `export default defineSystem({
  imports: [],
  ghaf: {
    graphics: { ▸theme: "dark" },
  },
});`,
    path: ["ghaf", "graphics", "theme"],
  });
  await check({
    files: `export const a = 1, theme = module({
  options: { ghaf: { theme: 1 } },
  config: { ghaf: { ▸theme: 2 } },
});`,
    path: ["ghaf", "theme"],
    form: "full",
  });
});

test("a declaration is found under options, in either form", async () => {
  const files = `x = module({
  config: { ghaf: { theme: 2 } },
  options: { ghaf: { ▸theme: option(t.string, {}) } },
});`;
  await check({
    files,
    path: ["ghaf", "theme"],
    form: "full",
    kind: "declaration",
  });
  await check({
    files: files.replace("module", "defineSystem"),
    path: ["ghaf", "theme"],
    kind: "declaration",
  });
});

test("a module is where its call begins", async () => {
  await check({
    files: `const one = defineModule({});
  export const two = ▸defineSystem({
    ghaf: {} });`,
    path: [],
    kind: "module",
  });
});

test("names may be quoted, computed, numbers or the value's own", async () => {
  const start = "const d = { e: 1 };\ndefineSystem({ ";
  await check({ files: `${start}"a-b": { ▸'c': 1 } })`, path: ["a-b", "c"] });
  await check({ files: `${start}▸["a-b"]: 1 })`, path: ["a-b"] });
  await check({ files: `${start}["a"]: { ▸[\`b\`]: 1 } })`, path: ["a", "b"] });
  await check({ files: `${start}a: { ▸7: 1 } })`, path: ["a", "7"] });
  await check({ files: `${start}a: { ▸d } })`, path: ["a", "d"] });
  await check({ files: `${start}a: { ▸m() {} } })`, path: ["a", "m"] });
  await check({
    files: "const d = { ▸e: 1 };\ndefineSystem({ a: { d } })",
    path: ["a", "d", "e"],
  });
});

test("of a list the element", async () => {
  const path = ["vms", 1];
  await check({ files: "defineSystem({ vms: [1, ▸2, 3] })", path });
  await check({
    files: "defineSystem({ vms: [\n { name: 1 },\n { ▸name: 2 },\n] })",
    path: [...path, "name"],
  });
  await check({
    files: `const more = [1, ▸2] as const;
defineSystem({ vms: [...more, 3] })`,
    path,
  });
  await check({
    files: "defineSystem({ vms: [...[1, 2], ▸3] })",
    path: ["vms", 2],
  });
  await check({
    files: "defineSystem({ ▸vms: [...others(), 2, 3] })",
    path,
    computed: true,
  });
});

test("what the compiler alone reads changes nothing", async () => {
  await check({
    files: `defineSystem((({
  ghaf: ({ vms: <const>[{ ▸ramMb: 1 }]! } as const),
}) satisfies X) as Y)`,
    path: ["ghaf", "vms", 0, "ramMb"],
  });
});

test("constants are followed, also out of blocks", async () => {
  await check({
    files: `const kernel = { params: { ▸quiet: 1 } };
const config = { ghaf: { kernel } };
export default defineSystem(config);`,
    path: ["ghaf", "kernel", "params", "quiet"],
  });
  await check({
    files: `const a = { x: 1 };
{
  const a = { ▸x: 2 };
  defineSystem({ ghaf: a });
}`,
    path: ["ghaf", "x"],
  });
  await check({
    files: `const kernel = { options: { ▸quiet: 1 } };
defineSystem({ ghaf: kernel.options });`,
    path: ["ghaf", "quiet"],
  });
  await check({
    files: `const themes = { "dark-1": { ▸colour: 1 } };
defineSystem({ ghaf: themes["dark-1"] });`,
    path: ["ghaf", "colour"],
  });
  await check({
    files: `const kernel = module({ options: { ▸quiet: 1 } });
defineSystem({ ghaf: kernel.options });`,
    path: ["ghaf", "quiet"],
  });
});

test("what is neither a constant nor a function is not followed", async () => {
  for (const before of [
    "let a = { x: 1 };",
    "const { a } = { a: { x: 1 } };",
    "const [a] = [{ x: 1 }];",
    "function a() {}",
    'import { a } from "elsewhere";',
    'import * as a from "./a.ts";',
    "",
  ]) {
    const files = `${before}\ndefineSystem({ ▸ghaf: a })`;
    await check({ files, path: ["ghaf", "x"], computed: true });
  }
  await check({
    files: `const a = { x: 1 };
const make = ({ a }) => defineSystem({ ▸ghaf: a });`,
    path: ["ghaf", "x"],
    computed: true,
  });
});

test("constants are followed into files beside", async () => {
  const path = ["ghaf", "x"];
  const sources: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'import { a } from "./a.ts"': { "a.ts": "export const a = { ▸x: 1 };" },
    'import { b as a } from "./sub/a.ts"': {
      "sub/a.ts": "const c = { ▸x: 1 };\nexport { c as b };",
    },
    'import { a } from "./index.ts"': {
      "index.ts": 'export { b as a } from "./b.ts";',
      "b.ts": "// b\nexport const b = { ▸x: 1 };",
    },
    'import { a } from "./all.ts"': {
      "all.ts": 'export * from "./none.ts";\nexport * from "./b.ts";',
      "none.ts": "export const b = 1;",
      "b.ts": "export const a = { ▸x: 1 };",
    },
    'import { a } from "./a.js"': { "a.ts": "export const a = { ▸x: 1 };" },
    'import { a } from "./a"': { "a.ts": "export const a = { ▸x: 1 };" },
    'import a from "./a.ts"': { "a.ts": "export default { ▸x: 1 };" },
    'import a from "./a.json"': { "a.json": '{\n  ▸"x": 1\n}' },
    'import { a } from "./again.ts"': {
      "again.ts": 'import { a } from "./a.ts";\nexport { a };',
      "a.ts": "export const a = { ▸x: 1 };",
    },
  };
  for (const [line, files] of Object.entries(sources)) {
    const system = `${line};\ndefineSystem({ ghaf: a })`;
    await check({ files: { "system.ts": system, ...files }, path });
  }
});

test("what a file beside does not export is not found", async () => {
  for (const text of [
    "const a = { x: 1 };",
    'export * from "./a.ts";',
    'export { a } from "./missing.ts";',
    "export { b };",
  ]) {
    const system = 'import { a } from "./a.ts";\ndefineSystem({ ▸ghaf: a })';
    const files = { "system.ts": system, "a.ts": text };
    await check({ files, path: ["ghaf", "x"], computed: true });
  }
});

test("spreads are searched, the last first", async () => {
  const start = "const a = { x: 1, y: 1 };\n";
  await check({
    files: `const a = { ▸x: 1 };\ndefineSystem({ ghaf: { ...a, y: 2 } })`,
    path: ["ghaf", "x"],
  });
  await check({
    files: `${start}defineSystem({ ghaf: { ...a, ▸x: 2 } })`,
    path: ["ghaf", "x"],
  });
  await check({
    files: `const k = { o: { ▸x: 1 } };\ndefineSystem({ ghaf: { x: 2, ...k.o } })`,
    path: ["ghaf", "x"],
  });
  await check({
    files: "defineSystem({ ghaf: { ...(big ? { ▸x: 1 } : {}) } })",
    path: ["ghaf", "x"],
  });
  await check({
    files: "defineSystem({ ghaf: { ...(big && { ▸x: 1 }) } })",
    path: ["ghaf", "x"],
  });
});

test("wrappings are looked into, also nested ones", async () => {
  await check({
    files: `defineSystem({
  ghaf: when((c) => c.ghaf.x, { list: before([1, ▸2]) }),
})`,
    path: ["ghaf", "list", 1],
  });
  await check({
    files: "defineSystem({ ghaf: parts({ a: 1 }, force({ ▸b: 2 })) })",
    path: ["ghaf", "b"],
  });
  await check({
    files: "defineSystem({ g: parts({ a: { b: 1 } }, { a: { ▸c: 2 } }) })",
    path: ["g", "a", "c"],
  });
});

test("a submodule's options are found in the option's type", async () => {
  await check({
    files: `x = module({ options: { ghaf: {
  vms: option(t.nullOr(t.listOf(t.submodule({
    name: option(t.string, { description: "" }),
    ▸ramMb: option(t.integer, { description: "" }),
  }))), { description: "" }),
} } })`,
    path: ["ghaf", "vms", "*", "ramMb"],
    form: "full",
    kind: "declaration",
  });
  await check({
    files: `const vm = { ▸ramMb: option(t.integer, {}) };
x = module({ options: { vms: option(t.attributesOf(t.submodule(vm)), {}) } })`,
    path: ["vms", "<name>", "ramMb"],
    form: "full",
    kind: "declaration",
  });
});

test("in a function's result the line is computed", async () => {
  for (const list of [
    "(c) => [{ ▸x: c }]",
    "(c) => { const y = 1; return [{ ▸x: y }]; }",
    "function (c) { return force([{ ▸x: c }]); }",
  ]) {
    const path = ["ghaf", 0, "x"];
    const files = `defineSystem({ ghaf: ${list} })`;
    await check({ files, path, computed: true });
  }
  await check({ files: "defineSystem({ ▸g: (c) => c.x })", path: ["g"] });
});

test("in what a function of one's own makes the line is computed too", async () => {
  const path = ["vms", 1, "ramMb"];
  for (const make of [
    "const vm = (name) => ({ name, ▸ramMb: 1 });",
    "function vm(name) { return { name, ▸ramMb: 1 }; }",
    "const vm = (n) => when(n, { ▸ramMb: 1 });",
    "function vm(n) { const made = { ▸ramMb: 1 }; return force(made); }",
  ]) {
    const files = `${make}\ndefineSystem({ vms: [1, vm("a")] })`;
    await check({ files, path, computed: true });
  }
  await check({
    files: {
      "vm.ts": "export function vm() { return { ▸ramMb: 1 }; }",
      "system.ts": `import { vm } from "./vm.ts";
defineSystem({ vms: [1, vm()] })`,
    },
    path,
    computed: true,
  });
  await check({
    files: `const vm = (x) => ({ ramMb: 1, ...x });
defineSystem({ vms: [1, vm({ ▸ramMb: 2 })] })`,
    path,
  });
});

test("without a line of its own it has that of what is around it", async () => {
  const files = `defineSystem({
  ghaf: { ▸graphics: themes[name] },
})`;
  const path = ["ghaf", "graphics", "theme", "name"];
  await check({ files, path, computed: true });
  await check({
    files: "\n ▸defineSystem(make())",
    path: ["ghaf"],
    computed: true,
  });
});

test("circles end", async () => {
  for (const before of [
    "const a = a;",
    "const a = { ...a };",
    "const a = a.x;",
    "const a = f(b, b); const b = f(a, a);",
    "const a = [...a];",
  ]) {
    const files = `${before}\ndefineSystem({ ▸ghaf: a })`;
    await check({ files, path: ["ghaf", 0, "x"], computed: true });
  }
});
