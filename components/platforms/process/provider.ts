import type { Provider } from "@pulumi/pulumi/provider/provider.js";
import { main } from "@pulumi/pulumi/provider/server.js";
import {
  checkBinaries,
  createBinaries,
  deleteBinaries,
  diffBinaries,
  readBinaries,
  updateBinaries,
} from "./binaries-resource.ts";
import type { Properties } from "./inputs.ts";
import { connectToEngine, reporter } from "./report.ts";
import {
  checkProcess,
  createProcess,
  deleteProcess,
  diffProcess,
  readProcess,
  updateProcess,
} from "./process-resource.ts";

const PARENT_CHECK_MS = 1000;

const interrupted = new AbortController();

/** The Pulumi provider `process`: the programs of a stack, and the processes that run them. */
const provider: Provider = {
  version: "0.1.0",
  async check(urn, olds: Properties, news: Properties) {
    return isProcess(urn) ? checkProcess(olds, news) : checkBinaries(news);
  },
  async diff(_id, urn, olds: Properties, news: Properties) {
    const report = reporter(urn);
    return Promise.resolve(
      isProcess(urn) ? diffProcess(olds, news, report) : diffBinaries(olds, news),
    );
  },
  async create(urn, news: Properties) {
    return isProcess(urn)
      ? createProcess(news, interrupted.signal)
      : createBinaries(news, reporter(urn));
  },
  async update(id, urn, _olds, news: Properties) {
    return isProcess(urn)
      ? updateProcess(id, news, interrupted.signal)
      : updateBinaries(news, reporter(urn));
  },
  async read(id, urn, properties: Properties) {
    return Promise.resolve(
      isProcess(urn) ? readProcess(id, properties) : readBinaries(id, properties),
    );
  },
  async delete(_id, urn, properties: Properties) {
    return isProcess(urn) ? deleteProcess(properties) : deleteBinaries(properties);
  },
  /** Answers once the provider runs; `startProvider` asks. */
  async invoke() {
    return Promise.resolve({ outputs: {} });
  },
  async cancel() {
    interrupted.abort();
    return Promise.resolve();
  },
};

/** `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>` */
function isProcess(urn: string): boolean {
  return urn.split("::")[2]?.endsWith("process:index:Process") ?? false;
}

/** A CLI that was killed tells nobody; without this the provider would wait for it for ever. */
function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(1);
  }, PARENT_CHECK_MS).unref();
}

endWithParent();
connectToEngine(process.argv);
await main(provider, process.argv.slice(2));
