/** gRPC server reflection, v1 and v1alpha, over the descriptors of the served services. */

import {
  ServerReflection,
  type ServerReflectionRequest,
} from "@ghaf/api/proto/grpc/reflection/v1/reflection";
import {
  ServerReflection as ServerReflectionAlpha,
  type ServerReflectionRequest as ServerReflectionRequestAlpha,
} from "@ghaf/api/proto/grpc/reflection/v1alpha/reflection";
import { bindService, type ServiceBinding, statusNumber } from "@ghaf/api/rpc";
import { type Catalogue, createCatalogue } from "./catalogue.ts";

/** What both versions ask: the messages differ in nothing but their package. */
type Question = Pick<
  ServerReflectionRequest | ServerReflectionRequestAlpha,
  "host" | "messageRequest"
>;

/** Both versions of the protocol, describing `bindings` and themselves. */
export function reflectionServices(
  bindings: readonly ServiceBinding[],
): readonly ServiceBinding[] {
  const catalogue = createCatalogue([
    ...bindings.map((binding) => binding.service),
    ServerReflection,
    ServerReflectionAlpha,
  ]);
  return [
    bindService(ServerReflection, {
      serverReflectionInfo: async function* (questions) {
        for await (const question of questions) {
          yield { originalRequest: question, ...reply(catalogue, question) };
        }
      },
    }),
    bindService(ServerReflectionAlpha, {
      serverReflectionInfo: async function* (questions) {
        for await (const question of questions) {
          yield { originalRequest: question, ...reply(catalogue, question) };
        }
      },
    }),
  ];
}

function reply(catalogue: Catalogue, question: Question) {
  return {
    validHost: question.host,
    messageResponse: response(catalogue, question.messageRequest),
  };
}

function response(catalogue: Catalogue, asked: Question["messageRequest"]) {
  switch (asked.case) {
    case "listServices":
      return listed(catalogue);
    case "fileByFilename":
      return described(catalogue.file(asked.value), asked.value);
    case "fileContainingSymbol":
      return described(catalogue.fileOf(asked.value), asked.value);
    case "fileContainingExtension":
    case "allExtensionNumbersOfType":
      return failed("not-found", "no message here has extensions");
    case undefined:
      return failed("invalid-argument", "the request asks for nothing");
  }
}

function listed(catalogue: Catalogue) {
  const service = catalogue.services.map((name) => ({ name }));
  return { case: "listServicesResponse", value: { service } } as const;
}

function described(files: Uint8Array[] | undefined, asked: string) {
  if (files === undefined) return failed("not-found", `not found: ${asked}`);
  return {
    case: "fileDescriptorResponse",
    value: { fileDescriptorProto: files },
  } as const;
}

function failed(code: "not-found" | "invalid-argument", errorMessage: string) {
  const value = { errorCode: statusNumber(code), errorMessage };
  return { case: "errorResponse", value } as const;
}
