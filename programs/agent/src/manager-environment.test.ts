import assert from "node:assert/strict";
import { test } from "node:test";
import { managerEnvironment } from "./manager-environment.ts";

test("units get a home and a path, and nothing that is the agent's alone", () => {
  const forUnits = {
    ...{ HOME: "/root", PATH: "/bin" },
    ...{ GIVC_LOG: "debug", GHAF_LOG_TIMES: "1" },
  };
  const ours = {
    NOTIFY_SOCKET: "/run/notify",
    CREDENTIALS_DIRECTORY: "/run/credentials",
    LISTEN_FDS: "1",
    LISTEN_PID: "1",
    NODE_OPTIONS: "--inspect",
    HOST_KEY: "/key.pem",
    LANG: undefined,
  };
  assert.deepEqual(managerEnvironment({ ...ours, ...forUnits }), forUnits);
});
