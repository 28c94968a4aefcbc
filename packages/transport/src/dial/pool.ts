/** One channel per peer, shared by everybody who calls it. */

import { formatEndpoint } from "@ghaf/api";
import type { RpcTransport } from "@ghaf/api/rpc";
import { type DialOptions, type DialTarget, dial } from "./dial.ts";

export interface ChannelPool {
  /** The channel to that endpoint under that server name; made when first asked for. */
  get(target: DialTarget): RpcTransport;
  /** Ends the channel to a peer that is known to be gone. */
  drop(target: DialTarget): void;
  close(): void;
}

/** Channels stay until dropped: peers are the machines of one device. */
export function createPool(options: DialOptions): ChannelPool {
  const channels = new Map<string, RpcTransport>();
  return {
    get: (target) => {
      const key = keyOf(target);
      const known = channels.get(key);
      if (known !== undefined) return known;
      const made = dial(target, options);
      channels.set(key, made);
      return made;
    },
    drop: (target) => {
      channels.get(keyOf(target))?.close();
      channels.delete(keyOf(target));
    },
    close: () => {
      for (const channel of channels.values()) channel.close();
      channels.clear();
    },
  };
}

function keyOf({ endpoint, serverName }: DialTarget): string {
  return `${serverName} ${formatEndpoint(endpoint)}`;
}
