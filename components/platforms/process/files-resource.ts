import type { DiffResult, ReadResult } from "@pulumi/pulumi/provider/provider.js";
import { existsSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  type Checked,
  type Created,
  isUnknown,
  type Properties,
  reveal,
} from "../../provider/properties.ts";
import { writePrivately } from "./files.ts";
import { stackFolders } from "./state.ts";

/** What a Files resource is made from: text by path below the stack's folder. */
interface FilesInputs {
  readonly folder: string;
  readonly files: Readonly<Record<string, string>>;
}

export function checkFiles(news: Properties): Checked {
  const folder = stackFolders(String(news["stack"])).root;
  return { inputs: { ...news, folder }, failures: [] };
}

/** A file that is missing, or that somebody changed, is a change too. */
export function diffFiles(olds: Properties, news: Properties): DiffResult {
  if (isUnknown(news)) return { changes: true };
  const [before, now] = [filesInputs(olds), filesInputs(news)];
  const gone = Object.keys(before.files).some((file) => !(file in now.files));
  const moved = before.folder !== now.folder;
  return {
    changes: gone || moved || !Object.entries(now.files).every(([f, t]) => holds(now, f, t)),
  };
}

export function createFiles(news: Properties): Created {
  write(filesInputs(news));
  return { id: `files-${new Date().toISOString()}`, outs: news };
}

export function updateFiles(olds: Properties, news: Properties): Pick<Created, "outs"> {
  const [before, now] = [filesInputs(olds), filesInputs(news)];
  const wanted = new Set(Object.keys(now.files).map((file) => join(now.folder, file)));
  remove(before, (path) => !wanted.has(path));
  write(now);
  return { outs: news };
}

/** Empty when a file is gone, so that the next update writes it again. */
export function readFiles(id: string, properties: Properties): ReadResult {
  const { folder, files } = filesInputs(properties);
  const present = Object.keys(files).every((file) => existsSync(join(folder, file)));
  return present ? { id, props: properties } : {};
}

export function deleteFiles(properties: Properties): void {
  remove(filesInputs(properties), () => true);
}

function filesInputs(properties: Properties): FilesInputs {
  return reveal(properties) as FilesInputs;
}

function holds({ folder }: FilesInputs, file: string, text: string): boolean {
  const path = join(folder, file);
  return existsSync(path) && readFileSync(path, "utf8") === text;
}

function write({ folder, files }: FilesInputs): void {
  for (const [file, text] of Object.entries(files)) writePrivately(join(folder, file), text);
}

function remove({ folder, files }: FilesInputs, which: (path: string) => boolean): void {
  for (const path of Object.keys(files)
    .map((file) => join(folder, file))
    .filter(which)) {
    rmSync(path, { force: true });
    try {
      if (dirname(path) !== folder) rmdirSync(dirname(path));
    } catch {
      // Others stand in it still.
    }
  }
}
