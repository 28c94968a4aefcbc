import assert from "node:assert/strict";
import { test } from "node:test";
import { applicationEnvironment } from "./environment.ts";

test("applications see display, sound, session and language, and nothing else", () => {
  const forApplications = {
    DISPLAY: ":0",
    WAYLAND_DISPLAY: "wayland-1",
    XDG_RUNTIME_DIR: "/run/user/1000",
    DBUS_SESSION_BUS_ADDRESS: "unix:path=/run/user/1000/bus",
    LANG: "fi_FI.UTF-8",
    LC_TIME: "C",
    PATH: "/bin",
    QT_QPA_PLATFORM: "wayland",
  };
  const ours = {
    CREDENTIALS_DIRECTORY: "/run/credentials/givc-agent",
    GIVC_LOG: "debug",
    HOST_KEY: "/run/givc/key.pem",
    INVOCATION_ID: "1",
    LISTEN_FDS: "1",
    NODE_OPTIONS: "--inspect",
    NOTIFY_SOCKET: "/run/notify",
    WATCHDOG_USEC: "1000",
    LD_PRELOAD: "/x.so",
    UNSET: undefined,
  };
  const kept = applicationEnvironment({ ...ours, ...forApplications });
  assert.deepEqual(kept, forApplications);
});
