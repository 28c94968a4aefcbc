/** Substitutes and contracts of this program's ports, for tests outside of this workspace. */

export { type AgentPorts, createAgent } from "./agent.ts";
export { FakeLocaleControl } from "./locale/fake-locale-control.ts";
export { toRpcError } from "./rpc-error.ts";
export { FakeProcFs } from "./stats/fake-proc-fs.ts";
export { createFakeTools } from "./stats/fake-tools.ts";
export { unitFiles } from "./systemd/contract/real-systemd.ts";
export { FakeUnits } from "./systemd/fake-units.ts";
export { unitsContract } from "./systemd/units-contract.ts";
