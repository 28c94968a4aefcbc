/** A build for a test to kill: into the store that its argument names, from the lock on its input. */

import { json } from "node:stream/consumers";
import type { ImageLock } from "@ghaf/image";
import { buildOffline } from "./built-image.ts";

const lock = (await json(process.stdin)) as ImageLock;
await buildOffline(process.argv[2] ?? "", lock);
