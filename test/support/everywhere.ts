import { anyValue, keyValues, type Plain } from "./otlp.ts";
import { inference, span, spanId, traceId, traces } from "./traffic.ts";

const within = (value: string): string => `before ${value} after`;
const schemaWith = (value: string): string => `https://schemas.example/${value}`;
const NOW = "1795424611059000000";

/** Every shape that an attribute can have, with `value` somewhere in it. */
function shapes(prefix: string, value: string): Record<string, Plain> {
  return {
    [`${prefix}.text`]: within(value),
    [`${prefix}.alone`]: value,
    [`${prefix}.list`]: ["ok", within(value)],
    [`${prefix}.map`]: { deep: { deeper: [within(value)] } },
    [`${prefix}.json`]: JSON.stringify({ field: value }),
    [`${prefix}.key.${value}`]: "in the key",
    ...(/^[0-9]{13,18}$/.test(value) && { [`${prefix}.number`]: Number(value) }),
  };
}

/** What becomes a label of a derived metric. */
const labels = (value: string): Record<string, Plain> => ({
  "gen_ai.agent.name": value,
  "gen_ai.tool.name": value,
  "error.type": value,
  "gen_ai.request.model": value,
  "gen_ai.response.model": value,
  "gen_ai.provider.name": value,
  "gen_ai.conversation.id": value,
  "agent.task": `${"x".repeat(95)} ${value}`,
});

/** Two spans with `value` in every field; the second is no GenAI span and is named `plain <name>`. */
export function spansWith(name: string, value: string): object {
  const attributes = keyValues(shapes("x", value));
  const exception = keyValues({ "exception.type": value, "exception.message": value });
  const sent = traces(
    [
      span({
        name: within(value),
        traceState: `vendor=${value}`,
        attributes: { ...inference(labels(value)), ...shapes("span", value) },
        raw: [{ key: "bytes", value: { bytesValue: "AAEC" } }],
        status: { code: 2, message: within(value) },
        events: [
          { name: within(value), attributes },
          { name: "exception", attributes: exception },
        ],
        links: [{ traceId: traceId(), spanId: spanId(), attributes }],
      }),
      span({ name: `plain ${name}`, attributes: shapes("plain", value) }),
    ],
    { "service.name": `svc ${value}`, ...shapes("resource", value) },
    { name: within(value), version: value, attributes },
  );
  const schemaUrl = schemaWith(value);
  const resourceSpans = sent.resourceSpans.map((of) => ({
    ...of,
    schemaUrl,
    scopeSpans: of.scopeSpans.map((scope) => ({ ...scope, schemaUrl })),
  }));
  return { resourceSpans };
}

/** Two log records, one with a structured body. */
export function logsWith(value: string): object {
  const attributes = keyValues(shapes("x", value));
  const log = {
    body: anyValue(within(value)),
    severityText: value,
    eventName: value,
    attributes,
    timeUnixNano: NOW,
  };
  const mapBody = { ...log, body: anyValue({ nested: [value] }) };
  const scope = { name: value, version: value, attributes };
  const resource = { attributes: keyValues(shapes("resource", value)) };
  const schemaUrl = schemaWith(value);
  const scopeLogs = [{ scope, schemaUrl, logRecords: [log, mapBody] }];
  return { resourceLogs: [{ resource, schemaUrl, scopeLogs }] };
}

/** A metric that an SDK counts itself. */
export function metricsWith(value: string): object {
  const point = {
    attributes: keyValues({ ...labels(value), "gen_ai.token.type": value, x: value }),
    asInt: 1,
    timeUnixNano: NOW,
    exemplars: [
      {
        filteredAttributes: keyValues({ x: value }),
        asInt: 1,
        timeUnixNano: NOW,
        traceId: traceId(),
      },
    ],
  };
  const sum = { dataPoints: [point], aggregationTemporality: 2, isMonotonic: true };
  const scope = { name: value, version: value, attributes: keyValues(shapes("x", value)) };
  const metrics = [
    { name: "gen_ai.client.calls", description: within(value), unit: value, sum },
    { name: `gen_ai.${value}`, sum },
  ];
  const resource = { attributes: keyValues(shapes("resource", value)) };
  const schemaUrl = schemaWith(value);
  return {
    resourceMetrics: [{ resource, schemaUrl, scopeMetrics: [{ scope, schemaUrl, metrics }] }],
  };
}
