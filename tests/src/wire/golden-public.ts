/**
 * The public protocols every gRPC tool expects: google.rpc for error details,
 * health checking and both versions of server reflection. Typed by hand from
 * their published descriptions (grpc.io "Status codes", "Health checking",
 * "Reflection"; google.aip.dev/193).
 */

import type { GoldenFile } from "./golden-file.ts";

const STATUS: GoldenFile = {
  file: "google/rpc/status.proto",
  package: "google.rpc",
  imports: ["google/protobuf/any.proto"],
  messages: {
    Status: "code#1 int32, message#2 string, details#3 rep google.protobuf.Any",
  },
};

/** Of the published details only the one the control plane sends. */
const ERROR_DETAILS: GoldenFile = {
  file: "google/rpc/error_details.proto",
  package: "google.rpc",
  messages: {
    DebugInfo: "stack_entries#1 rep string json=stackEntries, detail#2 string",
  },
};

const HEALTH: GoldenFile = {
  file: "grpc/health/v1/health.proto",
  package: "grpc.health.v1",
  services: {
    Health: {
      Check: "unary HealthCheckRequest -> HealthCheckResponse",
      Watch: "server-stream HealthCheckRequest -> HealthCheckResponse",
    },
  },
  messages: {
    HealthCheckRequest: "service#1 string",
    HealthCheckResponse: "status#1 HealthCheckResponse.ServingStatus",
  },
  enums: {
    "HealthCheckResponse.ServingStatus":
      "UNKNOWN=0, SERVING=1, NOT_SERVING=2, SERVICE_UNKNOWN=3",
  },
};

/** Both versions are the same but for their package. */
function reflection(version: string): GoldenFile {
  return {
    file: `grpc/reflection/${version}/reflection.proto`,
    package: `grpc.reflection.${version}`,
    services: {
      ServerReflection: {
        ServerReflectionInfo:
          "bidi ServerReflectionRequest -> ServerReflectionResponse",
      },
    },
    messages: {
      ServerReflectionRequest:
        "host#1 string, message_request/file_by_filename#3 string json=fileByFilename, message_request/file_containing_symbol#4 string json=fileContainingSymbol, message_request/file_containing_extension#5 ExtensionRequest json=fileContainingExtension, message_request/all_extension_numbers_of_type#6 string json=allExtensionNumbersOfType, message_request/list_services#7 string json=listServices",
      ExtensionRequest:
        "containing_type#1 string json=containingType, extension_number#2 int32 json=extensionNumber",
      ServerReflectionResponse:
        "valid_host#1 string json=validHost, original_request#2 ServerReflectionRequest json=originalRequest, message_response/file_descriptor_response#4 FileDescriptorResponse json=fileDescriptorResponse, message_response/all_extension_numbers_response#5 ExtensionNumberResponse json=allExtensionNumbersResponse, message_response/list_services_response#6 ListServiceResponse json=listServicesResponse, message_response/error_response#7 ErrorResponse json=errorResponse",
      FileDescriptorResponse:
        "file_descriptor_proto#1 rep bytes json=fileDescriptorProto",
      ExtensionNumberResponse:
        "base_type_name#1 string json=baseTypeName, extension_number#2 rep int32 json=extensionNumber",
      ListServiceResponse: "service#1 rep ServiceResponse",
      ServiceResponse: "name#1 string",
      ErrorResponse:
        "error_code#1 int32 json=errorCode, error_message#2 string json=errorMessage",
    },
  };
}

export const PUBLIC: readonly GoldenFile[] = [
  STATUS,
  ERROR_DETAILS,
  HEALTH,
  reflection("v1"),
  reflection("v1alpha"),
];
