/** A protobuf method as grpc-js describes it. */

import type { DescMethod } from "@bufbuild/protobuf";
import type { MethodDefinition } from "@grpc/grpc-js";
import { decoder, encoder } from "./codec.ts";

/** Path, kind and codec of one method. */
export function methodDefinition(
  method: DescMethod,
): MethodDefinition<unknown, unknown> {
  const { methodKind } = method;
  return {
    path: `/${method.parent.typeName}/${method.name}`,
    requestStream:
      methodKind === "client_streaming" || methodKind === "bidi_streaming",
    responseStream:
      methodKind === "server_streaming" || methodKind === "bidi_streaming",
    requestSerialize: encoder(method.input),
    requestDeserialize: decoder(method.input),
    responseSerialize: encoder(method.output),
    responseDeserialize: decoder(method.output),
  };
}
