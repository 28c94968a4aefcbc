import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parse } from "yaml";
import { ChangeStream } from "./change-stream.ts";
import { plain } from "./colour.ts";
import {
  type Face,
  type Format,
  jsonLine,
  type RenderOptions,
  renderList,
  renderOne,
} from "./render.ts";
import { yaml } from "./yaml.ts";

interface Fruit {
  readonly name: string;
  readonly count: number;
  readonly note: string;
}

const FRUIT: Face<Fruit> = {
  columns: [
    { title: "NAME", text: ({ name }) => name },
    {
      title: "COUNT",
      text: ({ count }) => String(count),
      tone: ({ count }) => (count > 0 ? "good" : "bad"),
    },
    { title: "NOTE", text: ({ note }) => note, wide: true },
  ],
  name: ({ name }) => name,
  record: (fruit) => ({ ...fruit }),
};

const ANYTHING: Face<Record<string, unknown>> = {
  columns: [],
  name: () => "",
  record: (thing) => thing,
};

const ROWS: readonly Fruit[] = [
  { name: "apple", count: 12, note: "red\u001b[2J" },
  { name: "fig", count: 0, note: "" },
];

function as(format: Format, more: Partial<RenderOptions> = {}): RenderOptions {
  return { format, headers: true, paint: plain, ...more };
}

test("a table aligns its columns, escapes, and marks empty cells", async () => {
  assert.equal(
    await renderList(FRUIT, ROWS, as("table")),
    "NAME   COUNT\napple  12\nfig    0\n",
  );
  assert.equal(
    await renderList(FRUIT, ROWS, as("wide")),
    "NAME   COUNT  NOTE\napple  12     red\\x1b[2J\nfig    0      -\n",
  );
});

test("titles can be left out, and a list without rows is empty", async () => {
  const bare = as("table", { headers: false });
  assert.equal(await renderList(FRUIT, ROWS, bare), "apple  12\nfig    0\n");
  assert.equal(await renderList(FRUIT, [], as("table")), "");
  assert.equal(await renderList(FRUIT, [], as("name")), "");
  assert.equal(await renderList(FRUIT, [], as("json")), "[]\n");
  assert.equal(await renderList(FRUIT, [], as("yaml")), "[]\n");
});

test("colours change no column", async () => {
  const paint = (tone: string, text: string) => `<${tone}>${text}</>`;
  assert.equal(
    await renderList(FRUIT, ROWS, as("table", { paint })),
    "<strong>NAME</>   <strong>COUNT</>\n<plain>apple</>  <good>12</>\n<plain>fig</>    <bad>0</>\n",
  );
});

test("one thing is a column of fields, an object, or its name", async () => {
  const [apple] = ROWS;
  assert.ok(apple);
  assert.equal(
    await renderOne(FRUIT, apple, as("wide")),
    "NAME   apple\nCOUNT  12\nNOTE   red\\x1b[2J\n",
  );
  assert.equal(
    await renderOne(FRUIT, apple, as("table", { headers: false })),
    "apple\n12\n",
  );
  assert.equal(await renderOne(FRUIT, apple, as("name")), "apple\n");
  assert.equal(
    await renderOne(FRUIT, apple, as("json")),
    '{\n  "name": "apple",\n  "count": 12,\n  "note": "red\\u001b[2J"\n}\n',
  );
  assert.equal(
    await renderOne(FRUIT, apple, as("yaml")),
    'name: apple\ncount: 12\nnote: "red\\e[2J"\n',
  );
});

test("JSON and YAML hold every text, and nothing a terminal acts on", async () => {
  const unsafe =
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]|\p{Cf}/u;
  const value = fc.record(
    {
      text: fc.string({ unit: "binary" }),
      list: fc.array(fc.oneof(fc.string(), fc.integer(), fc.boolean())),
      nothing: fc.constant(null),
    },
    { noNullPrototype: true },
  );
  await fc.assert(
    fc.asyncProperty(value, async (thing) => {
      const whole = await renderOne(ANYTHING, thing, as("json"));
      for (const text of [whole, jsonLine(thing)]) {
        assert.deepEqual(JSON.parse(text), thing);
        assert.doesNotMatch(text, unsafe);
      }
      const text = yaml(thing);
      assert.deepEqual(parse(text), thing);
      assert.doesNotMatch(text, unsafe);
    }),
  );
});

test("words that YAML could mistake stay texts", async () => {
  const text = yaml({ a: "true", b: "1", c: "\u202eno" });
  assert.equal(text, 'a: "true"\nb: "1"\nc: "\\u202eno"\n');
});

test("a stream of changes keeps the columns of the rows it began with", async () => {
  const stream = new ChangeStream(FRUIT, as("table"));
  const [apple, fig] = ROWS;
  assert.ok(apple && fig);
  assert.equal(stream.begin(ROWS), "EVENT    NAME   COUNT\n");
  assert.equal(stream.begin(ROWS), "");
  assert.equal(
    await stream.next({ kind: "removed", row: fig }),
    "removed  fig    0\n",
  );
  assert.equal(
    await stream.next({ kind: "added", row: apple }),
    "added    apple  12\n",
  );
});

test("a stream of documents has one per change", async () => {
  const [apple] = ROWS;
  assert.ok(apple);
  const change = { kind: "updated", row: apple } as const;
  const lines = new ChangeStream(FRUIT, as("json"));
  assert.equal(lines.begin(ROWS), "");
  assert.equal(
    await lines.next(change),
    '{"event":"updated","item":{"name":"apple","count":12,"note":"red\\u001b[2J"}}\n',
  );
  const documents = new ChangeStream(FRUIT, as("yaml"));
  assert.equal(
    await documents.next(change),
    '---\nevent: updated\nitem:\n  name: apple\n  count: 12\n  note: "red\\e[2J"\n',
  );
  const names = new ChangeStream(FRUIT, as("name"));
  assert.equal(await names.next(change), "apple\n");
});
