import assert from "node:assert/strict";
import { test } from "node:test";
import { type DocumentedOption, optionReference } from "./markdown.ts";

const FACTS = {
  title: "Options",
  introduction: "All of them.",
  origins: { documented: "as the reference has it", ours: "not there" },
};

const ENABLE: DocumentedOption = {
  name: "ghaf.givc.enable",
  type: "boolean",
  default: false,
  example: true,
  description: "Whether the *agents* of `a_b` run, <here> or_there.",
  declaredIn: "packages/system/src/options/givc.ts",
  origin: "documented",
  readOnly: false,
};

const RULES: DocumentedOption = {
  name: "ghaf.usb.rules.<name>.`x`",
  type: "attribute set",
  default: {
    one: "a value that is long enough for lines",
    two: ["to", "need", "lines"],
  },
  description: "Rules.",
  origin: "ours",
  readOnly: true,
};

test("groups with contents, options with anchors and facts", () => {
  const other = { ...ENABLE, name: "ghaf.givc.debug", default: null };
  assert.equal(
    optionReference([ENABLE, other, RULES], FACTS),
    `# Options

All of them.

- **documented**: as the reference has it
- **ours**: not there

- [\`ghaf.givc\`](#ghaf.givc.enable): 2 options
- [\`ghaf.usb\`](#ghaf.usb.rules._name_._x_): 1 option

## \`ghaf.givc\`

<a id="ghaf.givc.enable"></a>
### \`ghaf.givc.enable\`

Whether the \\*agents\\* of \`a_b\` run, \\<here\\> or\\_there.

- Type: \`boolean\`
- Default: \`false\`
- Example: \`true\`
- Declared in: \`packages/system/src/options/givc.ts\`
- Origin: documented

<a id="ghaf.givc.debug"></a>
### \`ghaf.givc.debug\`

Whether the \\*agents\\* of \`a_b\` run, \\<here\\> or\\_there.

- Type: \`boolean\`
- Default: \`null\`
- Example: \`true\`
- Declared in: \`packages/system/src/options/givc.ts\`
- Origin: documented

## \`ghaf.usb\`

<a id="ghaf.usb.rules._name_._x_"></a>
### \`\` ghaf.usb.rules.<name>.\`x\` \`\`

Rules.

- Type: \`attribute set\`
- Default:

  \`\`\`json
  {
    "one": "a value that is long enough for lines",
    "two": [
      "to",
      "need",
      "lines"
    ]
  }
  \`\`\`
- Read-only: only the platform defines it
- Origin: ours
`,
  );
});

test("a reference without options is its introduction", () => {
  assert.equal(
    optionReference([], { ...FACTS, origins: {} }),
    "# Options\n\nAll of them.\n",
  );
});
