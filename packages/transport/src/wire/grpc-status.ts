/**
 * The one place where errors become gRPC statuses and statuses become errors.
 * Rich details travel as a complete google.rpc.Status in grpc-status-details-bin
 * (grpc-go drops the message of a status whose blob lacks it).
 */

import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { anyPack, anyUnpack } from "@bufbuild/protobuf/wkt";
import { DebugInfoSchema } from "@ghaf/api/proto/google/rpc/error_details";
import { StatusSchema } from "@ghaf/api/proto/google/rpc/status";
import {
  type DebugDetail,
  RpcError,
  statusCode,
  statusNumber,
} from "@ghaf/api/rpc";
import { Metadata, type ServiceError, type StatusObject } from "@grpc/grpc-js";

const DETAILS = "grpc-status-details-bin";

/** What grpc-js sends for an error. `trailers` are kept and the details added. */
export function toStatus(error: RpcError, trailers: Metadata): StatusObject {
  const code = statusNumber(error.code);
  if (error.debug !== undefined) {
    trailers.set(DETAILS, encodeDetails(code, error.message, error.debug));
  }
  return { code, details: error.message, metadata: trailers };
}

/** The error of a call that a server or the connection ended. */
export function fromServiceError(error: ServiceError): RpcError {
  const text = error.details || error.message;
  return new RpcError(statusCode(error.code), connectionText(text), {
    debug: decodeDetails(error.metadata),
  });
}

/** What grpc-js wraps around the reason why there is no connection. */
const NO_CONNECTION =
  /^No connection established\. Last error: (?:Error: |Error \[\w+\]: )?(.*?)(?: \(\d{4}-[\dT:.-]+Z\))?\. Resolution note: .*$/s;

function connectionText(text: string): string {
  const reason = NO_CONNECTION.exec(text)?.[1];
  return reason === undefined ? text : `cannot connect: ${reason.trim()}`;
}

/** Any error out of grpc-js's client as an RpcError. */
export function toRpcError(error: unknown): RpcError {
  if (error instanceof RpcError) return error;
  if (isServiceError(error)) return fromServiceError(error);
  const message = error instanceof Error ? error.message : String(error);
  return new RpcError("internal", message, { cause: error });
}

function isServiceError(error: unknown): error is ServiceError {
  return (
    error instanceof Error &&
    typeof (error as Partial<ServiceError>).code === "number" &&
    typeof (error as Partial<ServiceError>).details === "string"
  );
}

function encodeDetails(
  code: number,
  message: string,
  debug: DebugDetail,
): Buffer {
  const info = create(DebugInfoSchema, {
    detail: debug.detail,
    stackEntries: [...debug.stack],
  });
  const status = create(StatusSchema, {
    code,
    message,
    details: [anyPack(DebugInfoSchema, info)],
  });
  return Buffer.from(toBinary(StatusSchema, status));
}

/** Undefined when there are none, or when they are not what they claim to be. */
function decodeDetails(metadata: Metadata): DebugDetail | undefined {
  const blob = metadata.get(DETAILS)[0];
  if (!(blob instanceof Uint8Array)) return undefined;
  try {
    for (const any of fromBinary(StatusSchema, blob).details) {
      const info = anyUnpack(any, DebugInfoSchema);
      if (info) return { detail: info.detail, stack: info.stackEntries };
    }
  } catch {
    return undefined;
  }
  return undefined;
}

/** The text entries of gRPC metadata, keys in lower case. */
export function textMetadata(metadata: Metadata): ReadonlyMap<string, string> {
  const entries = Object.entries(metadata.getMap()).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return new Map(entries);
}

/** gRPC metadata of text entries. */
export function grpcMetadata(
  entries: Readonly<Record<string, string>> | undefined,
): Metadata {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(entries ?? {})) {
    metadata.set(key, value);
  }
  return metadata;
}
