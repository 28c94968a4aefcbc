/** The one place where what anything threw becomes an exit status and words for a person. */

import { ApiError } from "@ghaf/api";
import { RpcError } from "@ghaf/api/rpc";
import { ControlError } from "@ghaf/client";
import { CliError, type CliErrorCode } from "./cli-error.ts";

/** @param adminPlace where the admin was looked for, if it was */
export function toCliError(error: unknown, adminPlace?: string): CliError {
  if (error instanceof CliError) return error;
  if (error instanceof ControlError) return fromControl(error, adminPlace);
  if (error instanceof RpcError) {
    return fromControl(controlError(error), adminPlace);
  }
  if (error instanceof ApiError) {
    return new CliError("usage", error.message, { cause: error });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new CliError("failed", message, { cause: error });
}

/** Of a service beside the client's. */
function controlError(error: RpcError): ControlError {
  const { detail, stack: causes = [] } = error.debug ?? {};
  const options = { detail, causes, cause: error };
  return new ControlError(error.code, error.message, options);
}

function fromControl(error: ControlError, adminPlace?: string): CliError {
  const code = codeOf(error);
  const text = messageOf(error);
  const causes = error.causes.filter((cause) => !text.includes(cause));
  if (code === "unreachable" && isLocal(error)) {
    return new CliError(code, `cannot reach ${adminPlace ?? "the admin"}`, {
      causes: [text, ...causes],
      hints: UNREACHABLE,
      cause: error,
    });
  }
  const hints = hintsOf(code);
  return new CliError(code, text, { causes, hints, cause: error });
}

/** The reference says the same words whatever happened; what did is in the detail. */
const REFERENCE_TEXT = "request contains invalid arguments";

function messageOf(error: ControlError): string {
  return error.message === REFERENCE_TEXT && error.detail
    ? error.detail
    : error.message;
}

function codeOf(error: ControlError): CliErrorCode {
  switch (error.code) {
    case "not-found":
      return "not-found";
    case "unavailable":
      return "unreachable";
    // The admin says where it waited in vain; silence means that it never answered.
    case "deadline-exceeded":
      return isLocal(error) ? "unreachable" : "failed";
    case "permission-denied":
    case "unauthenticated":
      return "denied";
    case "invalid-argument":
      return /not (registered|found)/.test(error.detail ?? "")
        ? "not-found"
        : "failed";
    case "unimplemented":
      return "not-in-this-version";
    default:
      return "failed";
  }
}

/** True when no server said so: what comes from an admin has a detail. */
function isLocal(error: ControlError): boolean {
  return error.detail === undefined;
}

const UNREACHABLE: readonly string[] = [
  "another admin: --addr, --port and --name, or GIVC_ADDR, GIVC_PORT and GIVC_NAME",
  "other certificates: --cacert, --cert and --key, or GIVC_CA_CERT, GIVC_HOST_CERT and GIVC_HOST_KEY",
  "to make certificates for development: ghaf pki dev init",
];

function hintsOf(code: CliErrorCode): readonly string[] {
  switch (code) {
    case "unreachable":
      return ["is its VM running? try: ghaf vm list"];
    case "denied":
      return [
        "it is the certificate that decides: ghaf pki show FILE, for the file of --cert or GIVC_HOST_CERT",
        "where it names one address of several, connect from that: --bind or GIVC_BIND",
      ];
    default:
      return [];
  }
}
