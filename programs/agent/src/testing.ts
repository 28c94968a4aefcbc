/** Substitutes of this program's ports, for tests that run whole agents in one process. */

export { type AgentPorts, createAgent } from "./agent.ts";
export { FakeLocaleControl } from "./locale/fake-locale-control.ts";
export { toRpcError } from "./rpc-error.ts";
export { FakeProcFs } from "./stats/fake-proc-fs.ts";
export { createFakeTools } from "./stats/fake-tools.ts";
export { FakeUnits } from "./systemd/fake-units.ts";
