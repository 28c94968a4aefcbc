/** What an operator should know of how this admin was started: logged at start, shown by `ghaf status`. */

export interface AdminWarning {
  /** For programs. */
  readonly code:
    | "no-tls"
    | "unbound-registration"
    | "tls-1.2"
    | "monitoring-off";
  /** For people. */
  readonly text: string;
}

export interface Posture {
  readonly tls: boolean;
  readonly allowUnboundRegistration: boolean;
  readonly tlsMinVersion: "TLSv1.2" | "TLSv1.3";
  readonly monitoring: boolean;
}

export function warningsOf(posture: Posture): AdminWarning[] {
  const warnings: AdminWarning[] = [];
  if (!posture.tls) {
    warnings.push({
      code: "no-tls",
      text: "TLS is off: anybody who can connect can register and command",
    });
  }
  if (posture.tls && posture.allowUnboundRegistration) {
    warnings.push({
      code: "unbound-registration",
      text: "registrations are not held against certificates: any peer can register as any other",
    });
  }
  if (posture.tls && posture.tlsMinVersion === "TLSv1.2") {
    warnings.push({ code: "tls-1.2", text: "TLS 1.2 is accepted" });
  }
  if (!posture.monitoring) {
    warnings.push({
      code: "monitoring-off",
      text: "agents without a session are not asked for their state",
    });
  }
  return warnings;
}
