/** The service `ghaf.session.v1.SessionService`: frames in, acknowledgements out. */

import type { MessageInitShape } from "@bufbuild/protobuf";
import {
  type AdminFrameSchema,
  type AgentFrame,
  SessionService,
} from "@ghaf/api/proto/ghaf/session/v1/session";
import {
  bindService,
  type CallContext,
  type ServiceBinding,
} from "@ghaf/api/rpc";
import { callerOf } from "../caller.ts";
import { type Clock, limit, orAborted } from "../clock.ts";
import { AdminError } from "../errors.ts";
import type { Registrar } from "../registry/registrar.ts";
import type { Caller } from "../registry/registration.ts";
import { readChange, readSnapshot } from "./read-frames.ts";
import type { Session, SessionSnapshot, Sessions } from "./session.ts";

export interface SessionServicePorts {
  readonly sessions: Sessions;
  readonly registrar: Registrar;
  readonly clock: Clock;
  /** What the Welcome says of this admin. */
  readonly bootId: string;
  readonly version: string;
}

/** One stream and who is at its other end. */
interface Conversation {
  readonly ports: SessionServicePorts;
  readonly caller: Caller | undefined;
}

type Reply = MessageInitShape<typeof AdminFrameSchema>;
type Frames = AsyncIterable<AgentFrame>;

/** A stream that says nothing for this long after it was opened is ended. */
const FIRST_FRAME_MS = 5_000;

export function sessionService(ports: SessionServicePorts): ServiceBinding {
  return bindService(SessionService, {
    session: (frames, context) => converse(ports, frames, context),
  });
}

async function* converse(
  ports: SessionServicePorts,
  frames: Frames,
  context: CallContext,
): AsyncGenerator<Reply, void, void> {
  const { sessions } = ports;
  const conversation = { ports, caller: callerOf(context.peer) };
  const incoming = frames[Symbol.asyncIterator]();
  const frame = await firstFrame(ports, incoming, context);
  const first = snapshotOf(conversation, frame);
  const session = sessions.open(first);
  const leave = () => sessions.leave(session);
  context.signal.addEventListener("abort", leave, { once: true });
  try {
    yield welcome(ports, first);
    for (;;) {
      const next = await orAborted(incoming.next(), session.ended);
      if (next.done) return;
      yield applied(conversation, session, next.value);
    }
  } finally {
    context.signal.removeEventListener("abort", leave);
    leave();
  }
}

async function firstFrame(
  ports: SessionServicePorts,
  incoming: AsyncIterator<AgentFrame>,
  context: CallContext,
): Promise<AgentFrame> {
  const wait = limit(ports.clock, FIRST_FRAME_MS, {
    parent: context.signal,
    message: "no snapshot came",
  });
  try {
    const next = await orAborted(incoming.next(), wait.signal);
    if (!next.done) return next.value;
    throw new AdminError("invalid-request", "the session said nothing");
  } finally {
    wait.clear();
  }
}

/** Applies a frame and says so. */
function applied(
  conversation: Conversation,
  session: Session,
  untrusted: AgentFrame,
): Reply {
  const { sessions } = conversation.ports;
  const { frame, sequence } = untrusted;
  switch (frame.case) {
    case "change":
      sessions.change(session, sequence, readChange(frame.value));
      return { frame: { case: "acknowledged", value: sequence } };
    case "snapshot": {
      const snapshot = snapshotOf(conversation, untrusted);
      sessions.replace(session, snapshot);
      return welcome(conversation.ports, snapshot);
    }
    case undefined:
      throw new AdminError("invalid-request", "a frame says nothing");
  }
}

function snapshotOf(
  { ports, caller }: Conversation,
  untrusted: AgentFrame,
): SessionSnapshot {
  const { frame, sequence } = untrusted;
  if (frame.case !== "snapshot") {
    throw new AdminError("invalid-request", "a session begins with a snapshot");
  }
  return readSnapshot(frame.value, sequence, (claim) =>
    ports.registrar.admit(claim, caller, "session"),
  );
}

function welcome(ports: SessionServicePorts, snapshot: SessionSnapshot): Reply {
  const { epoch } = snapshot;
  const { bootId, version } = ports;
  return {
    frame: { case: "welcome", value: { epoch, adminBootId: bootId, version } },
  };
}
