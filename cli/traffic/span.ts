import { type Attributes, type Span, SpanStatusCode } from "@opentelemetry/api";
import type { Failure } from "./script.ts";

/** Everything that one root script became. */
export interface PlayedTrace {
  readonly traceId: string;
  readonly spans: readonly PlayedSpan[];
}

/** A span as it was sent, to be compared with what a backend shows. */
export interface PlayedSpan {
  readonly spanId: string;
  readonly parentSpanId?: string | undefined;
  readonly service: string;
  readonly name: string;
  readonly attributes: Attributes;
}

/** Whole milliseconds: sums of durations stay exact. */
export function millis(seconds: number): number {
  return Math.round(seconds * 1000);
}

/** https://opentelemetry.io/docs/specs/semconv/http/http-spans/ */
export const REQUEST = { "http.request.method": "POST", "server.address": "127.0.0.1" } as const;

/** https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/ */
export function message(agent: string): Attributes {
  return { "messaging.system": "in_process", "messaging.destination.name": `${agent}.tasks` };
}

/** A failure's message quotes content, in the status and in the exception, as real SDKs do. */
export function close(span: Span, end: number, failure?: Failure): void {
  if (failure) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: failure.message });
    const attributes = {
      "exception.type": failure.type,
      "exception.message": failure.message,
      "exception.stacktrace": `${failure.type}: ${failure.message}\n    at invoke (agent.ts:41:7)`,
    };
    span.addEvent("exception", attributes, end);
  }
  span.end(end);
}

/** An HTTP span of a run that failed has a status and an error type, and no exception of its own. */
export function closeRequest(span: Span, end: number, failed: boolean): void {
  span.setAttribute("http.response.status_code", failed ? 500 : 200);
  if (failed) span.setAttribute("error.type", "500").setStatus({ code: SpanStatusCode.ERROR });
  span.end(end);
}
