/** A watch of the registry that a test follows: every change in order, and how it ended. */

import type {
  AdminService,
  QueryListItem,
  WatchItem,
} from "@ghaf/api/proto/admin/admin";
import type { RpcClient } from "@ghaf/api/rpc";

type Change = WatchItem["Status"];

export class Watching {
  readonly changes: Change[] = [];
  /** Resolves with the failure that ended it; undefined when it ended well. */
  readonly ended: Promise<unknown>;
  readonly #abort = new AbortController();
  #look: () => void = () => undefined;

  constructor(client: RpcClient<typeof AdminService>) {
    this.ended = this.#follow(client);
  }

  /** Resolves when `isThere` is true of the changes so far, or the watch has ended. */
  until(isThere: (changes: readonly Change[]) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (isThere(this.changes)) resolve();
      };
      this.#look = look;
      void this.ended.then(() => resolve());
      look();
    });
  }

  /** A watch that has its first list. */
  static async begin(
    client: RpcClient<typeof AdminService>,
  ): Promise<Watching> {
    const watching = new Watching(client);
    await watching.until((changes) => changes.length > 0);
    return watching;
  }

  /** The items that were told with that word after the first list. */
  told(word: "Added" | "Updated" | "Removed"): readonly QueryListItem[] {
    return this.changes.flatMap((change) =>
      change.case === word ? [change.value] : [],
    );
  }

  stop(): void {
    this.#abort.abort();
  }

  async #follow(client: RpcClient<typeof AdminService>): Promise<unknown> {
    try {
      const items = client.watch({}, { signal: this.#abort.signal });
      for await (const { Status } of items) {
        this.changes.push(Status);
        this.#look();
      }
      return undefined;
    } catch (failure) {
      return failure;
    }
  }
}
