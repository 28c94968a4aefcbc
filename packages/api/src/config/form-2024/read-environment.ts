/**
 * The environment variables that configured an agent before it had a file
 * (design note 8, form a): single ones of 2024, and the JSON ones that followed.
 */

import {
  create,
  type DescMessage,
  type MessageShape,
} from "@bufbuild/protobuf";
import {
  type AgentConfig2024,
  AgentConfig2024Schema,
  Tls2024Schema,
} from "../../gen/ghaf/config/v1/agent_config_2024_pb.ts";
import {
  ApplicationSchema,
  type Transport,
  TransportSchema,
} from "../../gen/ghaf/config/v1/agent_config_pb.ts";
import { Findings } from "../findings.ts";
import { readMessage } from "../read-config.ts";
import { listApplications, parseJson } from "./read-applications.ts";
import {
  resolveTranslated,
  type TranslatedAgentConfig,
} from "./read-translated.ts";

/** Environment variables; absent and empty are the same. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Parts of capabilities that this translation leaves to a file. */
const UNTRANSLATED = [
  "SOCKET_PROXY",
  "EVENT_PROXY",
  "POLICY_ADMIN",
  "POLICY_CONFIG",
  "POLICY_STORE",
];

/** True when the variables are there without which no agent of then started. */
export function isAgentEnvironment2024(untrusted: Environment): boolean {
  return Boolean(
    untrusted["AGENT"] || (untrusted["NAME"] && untrusted["ADDR"]),
  );
}

/** @throws ConfigError with every problem, under the variables' names */
export function readAgentEnvironment2024(
  untrusted: Environment,
): TranslatedAgentConfig {
  const findings = new Findings();
  const old = new EnvironmentReader(untrusted, findings).read();
  return resolveTranslated(old, "environment", findings);
}

class EnvironmentReader {
  readonly #untrusted: Environment;
  readonly #findings: Findings;

  constructor(untrusted: Environment, findings: Findings) {
    this.#untrusted = untrusted;
    this.#findings = findings;
  }

  read(): AgentConfig2024 {
    for (const name of UNTRANSLATED.filter((name) => this.#text(name) !== "")) {
      this.#findings.at(name).warn("has no translation; write a file");
    }
    const agent = this.#transport(["AGENT"], "");
    const type = this.#number("TYPE");
    const subType = this.#number("SUBTYPE");
    const parent = this.#text("PARENT");
    return create(AgentConfig2024Schema, {
      ...agent,
      name: this.#text("NAME") || agent.name,
      services: this.#words("SERVICES"),
      applications: this.#applications(),
      tls: this.#tls(),
      admin: this.#transport(["ADMIN_SERVER", "ADMIN"], "ADMIN_SERVER_"),
      ...(type !== undefined && { type }),
      ...(subType !== undefined && { subType }),
      ...(parent !== "" && { parent }),
      ...this.#capabilities(),
    });
  }

  #capabilities() {
    const [adminVm = "", ...more] = this.#words("ADMVMS");
    if (more.length > 0) {
      this.#findings.at("ADMVMS").warn("only the first unit counts");
    }
    return {
      debug: this.#flag("DEBUG") ?? false,
      wifiManager: this.#flag("WIFI") ?? false,
      hwidService: this.#flag("HWID") ?? false,
      hwidIface: this.#text("HWID_IFACE"),
      vmServices: {
        adminVm,
        systemVms: this.#words("SYSVMS"),
        appVms: this.#words("APPVMS"),
      },
      exec: this.#flag("EXEC") ?? false,
      ctap: this.#flag("CTAP") ?? false,
      notifier: this.#flag("NOTIFIER") ?? false,
      notifierSocketDir: this.#text("NOTIFIER_SOCKET_DIR"),
    };
  }

  /** From the first JSON variable that is set, else from single ones. */
  #transport(variables: readonly string[], prefix: string) {
    const found = variables.find((name) => this.#text(name) !== "");
    const { name, addr, port, protocol }: Omit<Transport, "$typeName"> =
      found === undefined
        ? {
            name: this.#text(`${prefix}NAME`),
            addr: this.#text(`${prefix}ADDR`),
            port: this.#text(`${prefix}PORT`),
            protocol: this.#text(`${prefix}PROTO`),
          }
        : this.#json(found, TransportSchema);
    return { name, addr, port, protocol };
  }

  #tls() {
    const json = this.#json("TLS_CONFIG", Tls2024Schema);
    return {
      enable: this.#flag("TLS") ?? json.enable ?? true,
      caCertPath: this.#text("CA_CERT") || json.caCertPath,
      certPath: this.#text("HOST_CERT") || json.certPath,
      keyPath: this.#text("HOST_KEY") || json.keyPath,
    };
  }

  #applications() {
    const place = this.#findings.at("APPLICATIONS");
    const text = this.#text("APPLICATIONS");
    const list = text === "" ? [] : (listApplications(text, place) ?? []);
    if (Array.isArray(list)) {
      return list.map((item: unknown, index) =>
        readMessage(ApplicationSchema, item, place.at(index)),
      );
    }
    place.wrong("a list, or an object of names and commands", list);
    return [];
  }

  #json<D extends DescMessage>(name: string, desc: D): MessageShape<D> {
    const place = this.#findings.at(name);
    const text = this.#text(name);
    const value = text === "" ? {} : (parseJson(text, place) ?? {});
    return readMessage(desc, value, place);
  }

  #text(name: string): string {
    return this.#untrusted[name] ?? "";
  }

  #words(name: string): string[] {
    return this.#text(name)
      .split(/\s+/)
      .filter((word) => word !== "");
  }

  #flag(name: string): boolean | undefined {
    const text = this.#text(name);
    if (text === "") return undefined;
    if (["true", "1"].includes(text)) return true;
    if (["false", "0"].includes(text)) return false;
    this.#findings.at(name).wrong("true or false", text);
    return undefined;
  }

  #number(name: string): number | undefined {
    const text = this.#text(name);
    if (text === "") return undefined;
    if (/^\d{1,9}$/.test(text)) return Number(text);
    this.#findings.at(name).wrong("a whole number", text);
    return undefined;
  }
}
