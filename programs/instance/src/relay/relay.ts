/** Carries bytes between connections of this machine and the server of the control plane, which is in another network. */

import { connect, type Server, type Socket } from "node:net";
import type { Relay } from "../spec/instance-spec.ts";

/** Commands of people and scripts; more at a time are refused. */
const MOST_CONNECTIONS = 256;
const CONNECT_MS = 5_000;

/** Relays each connection that the server accepts; end-to-end TLS is not its business. */
export function relay(server: Server, target: Relay["target"]): void {
  server.maxConnections = MOST_CONNECTIONS;
  server.on("connection", (near) => {
    // Who has said all may still listen.
    near.allowHalfOpen = true;
    const far = connect({ ...target, allowHalfOpen: true });
    const late = setTimeout(() => far.destroy(), CONNECT_MS);
    far.once("connect", () => clearTimeout(late));
    join(near, far);
    far.once("close", () => clearTimeout(late));
  });
}

/** Each end's end is passed on; an error on one side resets the other, as without a relay. */
function join(near: Socket, far: Socket): void {
  for (const [one, other] of [
    [near, far],
    [far, near],
  ] as const) {
    one.setNoDelay(true);
    one.pipe(other);
    one.on("error", () => other.resetAndDestroy());
    one.once("close", () => other.destroySoon());
  }
}
