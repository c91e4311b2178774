import { type Context, propagation, ROOT_CONTEXT, SpanKind, trace } from "@opentelemetry/api";
import { SeverityNumber } from "@opentelemetry/api-logs";
import { modelText, runText, type SpanText, toolText } from "./attributes.ts";
import {
  countContent,
  countLogRecord,
  countModel,
  countRun,
  countTool,
  type ModelLookup,
} from "./count.ts";
import { type Actor, Crew, type Member } from "./crew.ts";
import type { Order, Outcome } from "./hops.ts";
import {
  type Delegation,
  HTTP_SECONDS,
  lengthOf,
  type ModelCall,
  PUBLISH_SECONDS,
  QUEUED_SECONDS,
  type RootScript,
  type ToolCall,
} from "./script.ts";
import { extract, inject } from "./service.ts";
import {
  close,
  closeRequest,
  message,
  millis,
  type PlayedSpan,
  type PlayedTrace,
  REQUEST,
} from "./span.ts";
import { Tally } from "./tally.ts";

/**
 * Turns scripts into spans of the official SDK. Times are told, not waited for: a run of 45 seconds
 * takes as long as its requests, and its last span ends at the time given.
 */
export class Player {
  readonly tally = new Tally();
  readonly crew: Crew;
  readonly #models: ModelLookup;
  #spans: PlayedSpan[] = [];
  #toolCalls = 0;

  private constructor(crew: Crew, models: ModelLookup) {
    this.crew = crew;
    this.#models = models;
  }

  static async start(members: readonly Member[], models: ModelLookup): Promise<Player> {
    const crew = new Crew();
    const player = new Player(crew, models);
    await crew.start(members, (member, via) => (headers, order) => {
      return player.#receive(member, via, extract(ROOT_CONTEXT, headers), order);
    });
    return player;
  }

  /** Plays one whole trace, queued work too; one at a time. The last span ends at `endMillis`. */
  async play({ run, baggage }: RootScript, endMillis: number): Promise<PlayedTrace> {
    const startMillis = endMillis - Math.ceil(lengthOf(run).trace * 1000);
    const entries = Object.entries(baggage).map(([key, value]) => [key, { value }] as const);
    const context = propagation.setBaggage(
      ROOT_CONTEXT,
      propagation.createBaggage(Object.fromEntries(entries)),
    );
    this.#spans = [];
    const { traceId } = await this.#run(this.crew.for(run), context, { run, startMillis });
    await this.crew.drained();
    return { traceId, spans: this.#spans };
  }

  async #run(actor: Actor, parent: Context, { run, startMillis }: Order): Promise<Outcome> {
    const text = runText(run, actor.dialect);
    const { span, context } = this.#open(actor, parent, text, startMillis);
    let now = startMillis;
    for (const step of run.steps) {
      if (step.kind === "model") now = this.#model(actor, context, step, now);
      else if (step.kind === "tool") now = this.#tool(actor, context, step, now);
      else if (step.via === "http") now = await this.#call(actor, context, step, now);
      else now = this.#publish(actor, context, step, now);
    }
    close(span, now, run.failure);
    countRun(this.tally, run, (now - startMillis) / 1000);
    countContent(this.tally, run.agent, text, run.failure);
    const { traceId } = span.spanContext();
    return { traceId, endMillis: now, failed: run.failure !== undefined };
  }

  #model(actor: Actor, parent: Context, call: ModelCall, start: number): number {
    const text = modelText(call, actor.agent, actor.dialect);
    const { span, context } = this.#open(actor, parent, text, start, SpanKind.CLIENT);
    const end = start + millis(call.seconds);
    actor.sdk.logger.emit({
      eventName: "gen_ai.client.inference.operation.details",
      timestamp: end,
      severityNumber: SeverityNumber.INFO,
      body: { prompt: call.content.prompt, answer: call.content.answer },
      attributes: {
        "gen_ai.agent.name": actor.agent,
        "gen_ai.input.messages": call.content.prompt,
      },
      context,
    });
    close(span, end, call.failure);
    countModel(this.tally, call, actor.agent, this.#models(call));
    countContent(this.tally, actor.agent, text, call.failure);
    if (actor.logs) countLogRecord(this.tally, actor.agent);
    return end;
  }

  #tool(actor: Actor, parent: Context, call: ToolCall, start: number): number {
    const id = `call_${(++this.#toolCalls).toString(36).padStart(6, "0")}`;
    const text = toolText(call, actor.agent, id, actor.dialect);
    const { span } = this.#open(actor, parent, text, start);
    const end = start + millis(call.seconds);
    close(span, end, call.failure);
    countTool(this.tally, call, actor.agent);
    countContent(this.tally, actor.agent, text, call.failure);
    return end;
  }

  /** A call of another agent over HTTP: client span here, server span and run there. */
  async #call(actor: Actor, parent: Context, step: Delegation, start: number): Promise<number> {
    const { http } = this.crew.for(step.run);
    const attributes = { ...REQUEST, "url.full": http.url, "server.port": http.port };
    const text = { name: "POST", attributes, content: {}, events: [] };
    const { span, context } = this.#open(actor, parent, text, start, SpanKind.CLIENT);
    const order = { run: step.run, startMillis: start + millis(HTTP_SECONDS) };
    const { endMillis, failed } = await http.call(inject(context), order);
    const end = endMillis + millis(HTTP_SECONDS);
    closeRequest(span, end, failed);
    return end;
  }

  /** Work for another agent on its queue: the caller goes on as soon as it is published. */
  #publish(actor: Actor, parent: Context, step: Delegation, start: number): number {
    const text = {
      name: `send ${step.run.agent}.tasks`,
      attributes: message(step.run.agent),
      content: {},
      events: [],
    };
    const { span, context } = this.#open(actor, parent, text, start, SpanKind.PRODUCER);
    const end = start + millis(PUBLISH_SECONDS);
    const order = { run: step.run, startMillis: end + millis(QUEUED_SECONDS) };
    this.crew.for(step.run).queue.publish(inject(context), order);
    close(span, end);
    return end;
  }

  /** The other side of a hop: its own span there, and the run below it. */
  async #receive(
    member: string,
    via: Delegation["via"],
    parent: Context,
    order: Order,
  ): Promise<Outcome> {
    const actor = this.crew.actor(member);
    const { agent } = actor;
    const [text, kind] =
      via === "http"
        ? [
            {
              name: "POST /runs",
              attributes: { ...REQUEST, "http.route": "/runs" },
              content: {},
              events: [],
            },
            SpanKind.SERVER,
          ]
        : [
            { name: `process ${agent}.tasks`, attributes: message(agent), content: {}, events: [] },
            SpanKind.CONSUMER,
          ];
    const { span, context } = this.#open(actor, parent, text, order.startMillis, kind);
    const outcome = await this.#run(actor, context, order);
    if (via === "http") closeRequest(span, outcome.endMillis, outcome.failed);
    else close(span, outcome.endMillis);
    return outcome;
  }

  #open(actor: Actor, parent: Context, text: SpanText, start: number, kind = SpanKind.INTERNAL) {
    const { name, attributes, content, events } = text;
    const options = { kind, attributes: { ...attributes, ...content }, startTime: start };
    const span = actor.sdk.tracer.startSpan(name, options, parent);
    for (const event of events) span.addEvent(event.name, event.attributes, start);
    const parentSpanId = trace.getSpanContext(parent)?.spanId;
    const { spanId } = span.spanContext();
    this.#spans.push({ spanId, parentSpanId, service: actor.service, name, attributes });
    return { span, context: trace.setSpan(parent, span) };
  }
}
