import { z } from "zod";
import { Settings } from "./settings.ts";

/** A JSON Schema node, as far as the kit reads it. */
interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  /** Kinds of an object, told apart by their `type`. */
  readonly oneOf?: readonly SchemaNode[];
  readonly examples?: readonly unknown[];
}

/** JSON Schema (2020-12) of the settings, without the `agentobs:` prefix. */
export function settingsSchema(): SchemaNode {
  // What a stack file holds, not what parsing makes of it.
  return z.toJSONSchema(Settings, { io: "input" }) as SchemaNode;
}

/**
 * JSON Schema of a stack file `Pulumi.<stack>.yaml`, for editors: completes and checks every
 * `agentobs:` key; keys of other Pulumi projects and providers pass.
 * https://www.pulumi.com/docs/iac/concepts/projects/stack-settings-file/
 */
export function stackFileSchema(): string {
  const keys = Object.entries(settingsSchema().properties ?? {});
  const config = {
    type: "object",
    required: ["agentobs:preset"],
    properties: Object.fromEntries(keys.map(([key, node]) => [`agentobs:${key}`, node])),
    patternProperties: { [`^agentobs:(?!(${keys.map(([key]) => key).join("|")})$)`]: false },
  };
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "agentobs stack file",
    type: "object",
    required: ["config"],
    properties: { config },
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/**
 * The schema node at a path of keys and indices, if there is one. `given` is what stands in the file:
 * of several kinds of an object it picks the one that is meant.
 */
export function schemaAt(path: readonly PropertyKey[], given?: unknown): SchemaNode | undefined {
  let node: SchemaNode | undefined = settingsSchema();
  let value = given;
  for (const key of path) {
    value = (value as Record<PropertyKey, unknown> | undefined)?.[key];
    node = typeof key === "number" ? node?.items : node?.properties?.[String(key)];
    node &&= oneKind(node, value);
  }
  return node;
}

/** The kind that `value` says it is; without one, all kinds in one with every key of theirs. */
export function oneKind(node: SchemaNode, value?: unknown): SchemaNode {
  if (!node.oneOf) return node;
  const type = (value as { type?: unknown } | undefined)?.type;
  const meant = node.oneOf.find(({ properties }) => properties?.["type"]?.const === type);
  if (meant) return meant;
  const properties: Record<string, SchemaNode> = {};
  for (const kind of node.oneOf)
    for (const [key, own] of Object.entries(kind.properties ?? {}))
      properties[key] = { ...own, ...properties[key], ...valuesOfBoth(properties[key], own) };
  return { properties };
}

/** Kinds differ in what they allow for a key: all of it, where that is a list. */
function valuesOfBoth(one: SchemaNode | undefined, other: SchemaNode): Pick<SchemaNode, "enum"> {
  const values = [one, other].flatMap((node) => node?.enum ?? node?.const ?? []);
  return values.length === 0 ? {} : { enum: [...new Set(values)] };
}
