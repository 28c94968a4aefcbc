import assert from "node:assert/strict";
import { test } from "node:test";
import { busAddress } from "./bus-address.ts";

const USER = {
  DBUS_SESSION_BUS_ADDRESS: "unix:path=/tmp/session",
  XDG_RUNTIME_DIR: "/run/user/1000",
};

test("root controls the system, whatever session it was started from", () => {
  assert.equal(busAddress(true, USER), "unix:path=/run/dbus/system_bus_socket");
  const DBUS_SYSTEM_BUS_ADDRESS = "unix:path=/other";
  const environment = { ...USER, DBUS_SYSTEM_BUS_ADDRESS };
  assert.equal(busAddress(true, environment), "unix:path=/other");
});

test("a user controls its own manager", () => {
  assert.equal(busAddress(false, USER), "unix:path=/tmp/session");
  const { XDG_RUNTIME_DIR } = USER;
  assert.equal(
    busAddress(false, { XDG_RUNTIME_DIR, DBUS_SESSION_BUS_ADDRESS: "" }),
    "unix:path=/run/user/1000/bus",
  );
});

test("without any sign of a bus it says what is missing", () => {
  assert.throws(() => busAddress(false, {}), /XDG_RUNTIME_DIR/);
});
