import assert from "node:assert/strict";
import { test } from "node:test";
import { activatedSockets } from "./activation.ts";

test("sockets passed to this process are numbered from 3", () => {
  const environment = {
    LISTEN_PID: "42",
    LISTEN_FDS: "2",
    LISTEN_FDNAMES: "admin:vsock",
  };
  assert.deepEqual(activatedSockets(environment, 42), [
    { fd: 3, name: "admin" },
    { fd: 4, name: "vsock" },
  ]);
});

test("sockets of another process are not ours", () => {
  const environment = { LISTEN_PID: "41", LISTEN_FDS: "1" };
  assert.deepEqual(activatedSockets(environment, 42), []);
});

test("nonsense counts mean none", () => {
  for (const LISTEN_FDS of ["", "0", "-1", "1.5", "99999", "x"]) {
    assert.deepEqual(activatedSockets({ LISTEN_PID: "1", LISTEN_FDS }, 1), []);
  }
});
