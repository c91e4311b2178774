import { freePorts } from "../../test/support/ports.ts";
import { startStage } from "./collector.ts";
import { load } from "./load.ts";
import { BENCH_PLAN, inHome } from "./pipeline.ts";
import { startDrain } from "./sink.ts";

const SPANS = 45_000;
/** Nothing is decided while the measurement lasts. */
const HOLD_SECONDS = 600;

/** Heap in use per span that waits for its trace's decision, with content that was removed. */
export async function bufferBytesPerSpan(): Promise<number> {
  return inHome(async (home) => {
    const [grpc = 0, http = 0] = await freePorts(2);
    const endDrain = await startDrain({ grpc, http });
    const sampling = {
      ...BENCH_PLAN.sampling,
      decisionWaitSeconds: HOLD_SECONDS,
      decisionWaitAfterRootSeconds: HOLD_SECONDS,
    };
    const collector = await startStage("export", { ...BENCH_PLAN, sampling }, home, { grpc, http });
    try {
      const { send } = load(4096);
      await send(collector.otlpHttp, 900);
      const before = await collector.liveHeapBytes();
      const sent = await send(collector.otlpHttp, SPANS);
      const held = (await collector.liveHeapBytes()) - before;
      return held / sent;
    } finally {
      await collector.stop();
      endDrain();
    }
  });
}
