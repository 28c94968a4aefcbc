import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { test } from "node:test";
import { onSignals } from "./signals.ts";

class Source extends EventEmitter {
  readonly exits: number[] = [];

  exit(code: number): void {
    this.exits.push(code);
  }
}

test("the first signal stops, the second ends at once, SIGHUP reloads", () => {
  const source = new Source();
  const heard: string[] = [];
  onSignals(source, {
    stop: (signal) => heard.push(signal),
    reload: () => heard.push("reload"),
  });
  for (const signal of ["SIGHUP", "SIGTERM", "SIGINT"]) source.emit(signal);
  assert.deepEqual(heard, ["reload", "SIGTERM"]);
  assert.deepEqual(source.exits, [130]);
});
