import type { Provider } from "@pulumi/pulumi/provider/provider.js";
import type { Properties } from "../../provider/properties.ts";
import { reporter } from "../../provider/report.ts";
import { serve } from "../../provider/serve.ts";
import {
  checkBinaries,
  createBinaries,
  deleteBinaries,
  diffBinaries,
  readBinaries,
  updateBinaries,
} from "./binaries-resource.ts";
import {
  checkFiles,
  createFiles,
  deleteFiles,
  diffFiles,
  readFiles,
  updateFiles,
} from "./files-resource.ts";
import {
  checkProcess,
  createProcess,
  deleteProcess,
  diffProcess,
  readProcess,
  updateProcess,
} from "./process-resource.ts";

const interrupted = new AbortController();

/** The Pulumi provider `process`: the programs of a stack, the processes that run them, and files. */
const provider: Provider = {
  version: "0.1.0",
  async check(urn, olds: Properties, news: Properties) {
    if (isA("Files", urn)) return checkFiles(news);
    return isA("Process", urn) ? checkProcess(olds, news) : checkBinaries(news);
  },
  async diff(_id, urn, olds: Properties, news: Properties) {
    if (isA("Process", urn)) return Promise.resolve(diffProcess(olds, news, reporter(urn)));
    return Promise.resolve(isA("Files", urn) ? diffFiles(olds, news) : diffBinaries(olds, news));
  },
  async create(urn, news: Properties) {
    if (isA("Files", urn)) return createFiles(news);
    return isA("Process", urn)
      ? createProcess(news, interrupted.signal)
      : createBinaries(news, reporter(urn));
  },
  async update(id, urn, olds: Properties, news: Properties) {
    if (isA("Files", urn)) return updateFiles(olds, news);
    return isA("Process", urn)
      ? updateProcess(id, news, interrupted.signal)
      : updateBinaries(news, reporter(urn));
  },
  async read(id, urn, properties: Properties) {
    if (isA("Process", urn)) return Promise.resolve(readProcess(id, properties));
    return Promise.resolve(
      isA("Files", urn) ? readFiles(id, properties) : readBinaries(id, properties),
    );
  },
  async delete(_id, urn, properties: Properties) {
    if (isA("Files", urn)) {
      deleteFiles(properties);
      return;
    }
    return isA("Process", urn) ? deleteProcess(properties) : deleteBinaries(properties);
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
function isA(type: "Process" | "Files", urn: string): boolean {
  return urn.split("::")[2]?.endsWith(`process:index:${type}`) ?? false;
}

await serve(provider);
