/** What a device builder sees while typing: completion and red lines come from the types alone, without generated code. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { openEditor } from "./editor.ts";

const editor = openEditor();

function inSystem(definition: string): string {
  return `import { byDefault, defineSystem, force, option, parts, t, when, withOptions } from "@ghaf/system";
void [byDefault, force, option, parts, t, when, withOptions];
export default defineSystem(${definition});
`;
}

test("an untouched description has no errors", () => {
  assert.deepEqual(
    editor.errors(
      inSystem(`{
  ghaf: when((config) => config.ghaf.build === "debug", {
    givc: { enable: true, adminConfig: { port: 9001 } },
    graphics: { launchers: (config) => config.ghaf.graphics.launchers },
    users: { accounts: { user: byDefault("me") } },
    virtualization: { microvm: { appvm: {
      vms: [
        { name: "a", ramMb: 512, cores: 1, extraModules: [{ microvm: { vcpu: (guest) => guest.microvm.vcpu } }] },
        when((config) => config.ghaf.givc.enable, { name: "b", ramMb: force(256), cores: 1 }),
      ],
    } } },
  }),
}`),
    ),
    [],
  );
});

test("names of options are offered at every depth", () => {
  const top = editor.completions(inSystem(`{ ghaf: { | } }`));
  for (const name of ["givc", "graphics", "virtualization", "layout"]) {
    assert.ok(top.includes(name), `${name} is not among ${top}`);
  }
  assert.deepEqual(
    editor.completions(inSystem(`{ ghaf: { givc: { adminConfig: { | } } } }`)),
    ["addr", "name", "port", "protocol"],
  );
  const vm = editor.completions(
    inSystem(
      `{ ghaf: { virtualization: { microvm: { appvm: { vms: [{ | }] } } } } }`,
    ),
  );
  assert.ok(vm.includes("ramMb") && vm.includes("borderColor"));
});

test("they are offered inside of conditions, parts and guest modules too", () => {
  const within = (text: string) =>
    editor.completions(inSystem(`{ ghaf: { givc: ${text} } }`));
  assert.ok(within("when(true, { | })").includes("enableTls"));
  assert.ok(within("parts({}, { | })").includes("enableTls"));
  const guest = editor.completions(
    inSystem(
      `{ ghaf: { virtualization: { microvm: { netvm: { extraModules: [{ microvm: { | } }] } } } } }`,
    ),
  );
  assert.ok(guest.includes("mem") && guest.includes("vcpu"));
});

test("words of an option with few words are offered", () => {
  const offered = editor.completions(
    inSystem(`{ ghaf: { profiles: { graphics: { renderer: "|" } } } }`),
  );
  assert.deepEqual(offered, ["gles2", "pixman", "vulkan"]);
});

test("computed values read the final configuration by name", () => {
  const offered = editor.completions(
    inSystem(
      `{ ghaf: { users: { accounts: { user: (config) => config.ghaf.givc.| } } } }`,
    ),
  );
  assert.ok(offered.includes("adminConfig") && offered.includes("enable"));
});

test("what is hovered has its type", () => {
  const shown = editor.hover(
    inSystem(`{ ghaf: { layout: (config) => config.ghaf.|layout } }`),
  );
  assert.match(shown, /"default" \| "headless" \| "host-only" \| "native"/);
});

/** Each is refused on its line. */
const refused: Readonly<Record<string, RegExp>> = {
  "{ ghaf: { givc: { enabel: true } } }": /enabel/,
  "{ ghaf: { givc: { enable: 'yes' } } }": /string.*boolean/,
  "{ ghaf: { givc: { enable: force('yes') } } }": /string.*boolean/,
  "{ ghaf: { givc: when(true, { enabel: true }) } }": /enabel/,
  "{ ghaf: { layout: 'tablet' } }": /tablet/,
  "{ ghaf: { graphics: { labwc: { autolock: { duration: '5 min' } } } } }":
    /string.*number/,
  "{ ghaf: { virtualization: { microvm: { appvm: { vms: [{ name: 'a', rma: 3 }] } } } } }":
    /rma/,
  "{ ghaf: { virtualization: { microvm: { netvm: { extraModules: [{ microvm: { mem: 'x' } }] } } } } }":
    /string.*number/,
  "{ ghaf: { users: { accounts: { user: (config) => config.ghaf.givc.enable } } } }":
    /boolean.*string/,
  "{ ghaf: { givc: { enable: (config) => config.ghaf.givk.enable } } }": /givk/,
  "{ ghaf: { hardware: { usb: { vhotplug: { rules: [{ name: 'x', usbPassthrough: [{ sublass: 1 }] }] } } } } }":
    /sublass/,
  "{ ghfa: {} }": /ghfa/,
  "{ imports: ['./other.ts'], ghaf: {} }": /string.*Module/,
};

for (const [definition, message] of Object.entries(refused)) {
  test(`refused: ${definition}`, () => {
    const errors = editor.errors(inSystem(definition));
    assert.notEqual(errors.length, 0);
    for (const error of errors) assert.match(error, /^3: /);
    assert.ok(
      errors.some((error) => message.test(error)),
      errors.join("\n"),
    );
  });
}

test("options of one's own complete and refuse as those of the platform do", () => {
  const source = (
    rest: string,
  ) => `import { option, t, withOptions } from "@ghaf/system";
const own = withOptions({ acme: { kiosk: { enable: option(t.boolean, { default: false, description: "Kiosk." }) } } });
export const kiosk = own.defineModule({ ${rest} });
`;
  assert.deepEqual(editor.completions(source("acme: { kiosk: { | } }")), [
    "enable",
  ]);
  assert.deepEqual(
    editor.errors(
      source(
        "ghaf: { givc: { enable: (config) => config.acme.kiosk.enable } }, acme: { kiosk: { enable: true } }",
      ),
    ),
    [],
  );
  assert.match(
    editor.errors(source("acme: { kiosk: { enabel: true } }"))[0] ?? "",
    /^3: .*enabel/,
  );
});
