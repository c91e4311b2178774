import type { AlertedAgent, OwnThresholds } from "./plan.ts";

/** Agents that share a threshold, as matchers of labels that every derived metric of an agent has. */
export interface Share<Value> {
  /** What is appended to the id of their rule: nothing for the rule that covers everybody else. */
  readonly suffix: string;
  readonly which: AgentMatchers;
  readonly value: Value;
}

export interface AgentMatchers {
  readonly gen_ai_agent_name?: string | { readonly noneOf: readonly string[] };
  readonly service_name?: string | { readonly noneOf: readonly string[] };
}

/**
 * Every agent exactly once: one share for those without a threshold of their own, and one for each
 * that has. An agent that is declared for one service keeps the general threshold in all others.
 *
 * @param own the threshold of an agent, undefined for the general one
 */
export function shares<Value>(
  agents: readonly AlertedAgent[],
  general: Value,
  own: (thresholds: OwnThresholds) => Value | undefined,
): readonly Share<Value>[] {
  const special = agents.flatMap(({ name, service, own: thresholds }) => {
    const value = own(thresholds ?? {});
    return value === undefined ? [] : [{ name, service, value }];
  });
  const names = [...new Set(special.map(({ name }) => name))];
  const everybodyElse: Share<Value> = {
    suffix: "",
    which: names.length > 0 ? { gen_ai_agent_name: { noneOf: names } } : {},
    value: general,
  };
  const elsewhere = names.flatMap((name): Share<Value>[] => {
    const services = special.flatMap((agent) => (agent.name === name ? [agent.service] : []));
    const declared = services.filter((service) => service !== undefined);
    if (declared.length < services.length) return [];
    const which = { gen_ai_agent_name: name, service_name: { noneOf: declared } };
    return [{ suffix: `-elsewhere-${name}`, which, value: general }];
  });
  const each = special.map(({ name, service, value }): Share<Value> => {
    if (service)
      return {
        suffix: `-${service}-${name}`,
        which: { gen_ai_agent_name: name, service_name: service },
        value,
      };
    const others = special.flatMap((other) =>
      other.name === name && other.service ? [other.service] : [],
    );
    const which = {
      gen_ai_agent_name: name,
      ...(others.length > 0 ? { service_name: { noneOf: others } } : {}),
    };
    return { suffix: `-${name}`, which, value };
  });
  return [everybodyElse, ...elsewhere, ...each];
}
