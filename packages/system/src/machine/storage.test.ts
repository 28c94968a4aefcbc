import assert from "node:assert/strict";
import { test } from "node:test";
import { defineSystem } from "../define-system.ts";
import { evaluateSystem } from "../evaluate-system.ts";

test("a directory that is kept anyway and named again is kept once, as named last", () => {
  const { system, problems } = evaluateSystem(
    defineSystem({
      ghaf: {
        layout: "headless",
        virtualization: {
          "microvm-host": { enable: true },
          microvm: {
            appvm: {
              enable: true,
              vms: [
                {
                  name: "office",
                  ramMb: 256,
                  cores: 1,
                  extraModules: [
                    {
                      ghaf: {
                        storagevm: {
                          enable: true,
                          directories: [{ path: "/var/lib/a", mode: "0755" }],
                          users: {
                            ghaf: {
                              directories: [
                                { path: "Documents", mode: "0700" },
                                { path: "Documents", mode: "0750" },
                              ],
                              files: [".profile", ".profile"],
                            },
                          },
                        },
                      },
                    },
                    {
                      ghaf: {
                        storagevm: {
                          directories: [{ path: "/var/lib/a", mode: "0700" }],
                        },
                      },
                    },
                  ],
                },
              ],
            },
          },
        },
      },
    }),
  );
  assert.deepEqual(
    problems.filter(({ level }) => level === "error"),
    [],
  );
  const storage = system?.vms[0]?.storage;
  const kept = storage?.directories.filter(({ path }) => path === "/var/lib/a");
  assert.deepEqual(
    kept?.map(({ mode }) => mode),
    ["0700"],
  );
  const [home] = storage?.homes ?? [];
  const documents = home?.directories.filter(
    ({ path }) => path === "Documents",
  );
  assert.deepEqual(
    documents?.map(({ mode }) => mode),
    ["0750"],
  );
  assert.equal(home?.files.length, new Set(home?.files).size);
});
