/** For this package's tests: a transport to an admin that is made of handlers, with no connection between. */

import {
  create,
  type DescMessage,
  type DescMethod,
  type DescMethodServerStreaming,
  type DescMethodUnary,
  type MessageInitShape,
  type MessageShape,
} from "@bufbuild/protobuf";
import { AdminService } from "@ghaf/api/proto/admin/admin";
import { JournalService } from "@ghaf/api/proto/ghaf/journal/v1/journal";
import {
  bindService,
  type CallContext,
  type CallOptions,
  type Handlers,
  RpcError,
  type RpcTransport,
} from "@ghaf/api/rpc";

/** What a caller asked for, in order. */
export interface RecordedCall {
  readonly method: string;
  readonly timeoutMs: number | undefined;
}

export interface FakeAdmin {
  readonly transport: RpcTransport;
  readonly calls: readonly RecordedCall[];
}

export function fakeAdmin(
  handlers: Handlers<typeof AdminService>,
  journal: Handlers<typeof JournalService> = {},
): FakeAdmin {
  const bindings = [
    bindService(AdminService, handlers),
    bindService(JournalService, journal),
  ];
  const calls: RecordedCall[] = [];
  const answer = (
    method: DescMethod,
    input: unknown,
    options?: CallOptions,
  ) => {
    calls.push({ method: method.name, timeoutMs: options?.timeoutMs });
    const handler = bindings
      .find(({ service }) => service.typeName === method.parent.typeName)
      ?.handlers.get(method.localName);
    if (handler !== undefined)
      return handler(input, contextOf(method, options));
    throw new RpcError("unimplemented", `${method.name}: not by this admin`);
  };
  const never = () => {
    throw new Error("the admin has no method of that kind");
  };
  return {
    calls,
    transport: {
      async unary<I extends DescMessage, O extends DescMessage>(
        method: DescMethodUnary<I, O>,
        request: MessageInitShape<I>,
        options?: CallOptions,
      ): Promise<MessageShape<O>> {
        const input = create(method.input, request);
        const reply = await answer(method, input, options);
        return create(method.output, reply as MessageInitShape<O>);
      },
      async *serverStream<I extends DescMessage, O extends DescMessage>(
        method: DescMethodServerStreaming<I, O>,
        request: MessageInitShape<I>,
        options?: CallOptions,
      ): AsyncGenerator<MessageShape<O>, void, void> {
        const input = create(method.input, request);
        const replies = answer(method, input, options);
        for await (const reply of replies as AsyncIterable<unknown>) {
          yield create(method.output, reply as MessageInitShape<O>);
        }
      },
      clientStream: never,
      bidiStream: never,
      close: () => calls.push({ method: "close", timeoutMs: undefined }),
    },
  };
}

function contextOf(method: DescMethod, options?: CallOptions): CallContext {
  return {
    peer: { kind: "memory" },
    service: method.parent.typeName,
    method: method.name,
    signal: options?.signal ?? new AbortController().signal,
    deadline: undefined,
    metadata: new Map(),
    setTrailer: () => undefined,
  };
}
