import { z } from "zod";
import { REGISTRY } from "./settings-registry.ts";
import { shown, text, withoutLogin } from "./settings-types.ts";

const address = (description: string) =>
  z
    .ipv4({ error: "an IPv4 address of the engine's host, such as 127.0.0.1" })
    .meta(shown("127.0.0.1", description))
    .default("127.0.0.1");

const Agents = z
  .strictObject({ address: address("Where OTLP is open, and what agents are told.") })
  .meta({ description: "Ports that agents send to." });

const Operators = z
  .strictObject({
    address: address("Where pages and query APIs are open."),
    withoutLogin: withoutLogin(
      "Who keeps strangers away where pages that ask nobody for a name are open beyond loopback.",
    ),
  })
  .meta({ description: "Ports that people open." });

/** `agentobs:docker`: on which engine, and what of it is open on its host. */
export const DockerSettings = z.strictObject({
  host: z
    .string()
    .regex(/^(ssh:\/\/[^\s/]+|unix:\/\/\/\S+)$/, {
      error:
        "ssh://user@host or unix:///path: over plain TCP whoever reaches the port owns the host",
    })
    .meta(
      shown("ssh://ops@docker.example", "The engine. Default: `DOCKER_HOST`, else this machine's."),
    )
    .optional(),
  sshOptions: z
    .array(text("-i", "An option of ssh."))
    .meta(shown(["-i", "/keys/docker"], "Options of `ssh`, where `host` is reached by it."))
    .default([]),
  project: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,40}$/, {
      error: "lower-case letters, digits, dashes and underscores, at most 41",
    })
    .meta(shown("agentobs", "Stands before every name, and is the name of the network."))
    .default("agentobs"),
  registry: REGISTRY,
  agents: Agents.prefault({}),
  operators: Operators.prefault({}),
});
