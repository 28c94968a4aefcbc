/**
 * The serving half of the RPC seam: a protobuf service descriptor and the
 * functions that answer its methods. No wire library is named here.
 */

import type {
  DescMethod,
  DescMethodBiDiStreaming,
  DescMethodClientStreaming,
  DescMethodServerStreaming,
  DescMethodUnary,
  DescService,
  MessageInitShape,
  MessageShape,
} from "@bufbuild/protobuf";
import type { CallContext } from "./context.ts";

type Input<M extends DescMethod> = MessageShape<M["input"]>;
type Output<M extends DescMethod> = MessageInitShape<M["output"]>;

/** The function that answers one method, by the method's kind. */
export type Handler<M extends DescMethod> = M extends DescMethodUnary
  ? (request: Input<M>, context: CallContext) => Promise<Output<M>> | Output<M>
  : M extends DescMethodServerStreaming
    ? (request: Input<M>, context: CallContext) => AsyncIterable<Output<M>>
    : M extends DescMethodClientStreaming
      ? (
          requests: AsyncIterable<Input<M>>,
          context: CallContext,
        ) => Promise<Output<M>>
      : M extends DescMethodBiDiStreaming
        ? (
            requests: AsyncIterable<Input<M>>,
            context: CallContext,
          ) => AsyncIterable<Output<M>>
        : never;

/** Handlers by method name (lower camel case); a method without one answers Unimplemented. */
export type Handlers<S extends DescService> = {
  readonly [K in keyof S["method"]]?: S["method"][K] extends DescMethod
    ? Handler<S["method"][K]>
    : never;
};

/** A handler whose method is only known at run time. */
export type AnyHandler = (request: unknown, context: CallContext) => unknown;

/** A service together with its handlers, ready to be served by any transport. */
export interface ServiceBinding {
  readonly service: DescService;
  /** Method local name to handler. */
  readonly handlers: ReadonlyMap<string, AnyHandler>;
  /** Why a method without handler is not there, as its caller is told. */
  readonly unimplemented: string;
}

/**
 * Binds handlers to their service.
 * @param unimplemented what the caller of a method without handler is told
 */
export function bindService<S extends DescService>(
  service: S,
  handlers: Handlers<S>,
  unimplemented = "this method is not in this version",
): ServiceBinding {
  const entries = Object.entries(handlers).filter(
    (entry): entry is [string, AnyHandler] => typeof entry[1] === "function",
  );
  return { service, handlers: new Map(entries), unimplemented };
}
