import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { create } from "tar";

/** A site on a free port of this machine, with the paths that were asked for. */
export interface Site extends AsyncDisposable {
  readonly url: string;
  readonly asked: readonly string[];
}

export async function site(answer: RequestListener): Promise<Site> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    answer(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** A site that hands out the files, 404 for the rest. */
export function siteOf(files: Readonly<Record<string, string | Buffer>>): Promise<Site> {
  return site((request, response) => {
    const content = files[request.url ?? ""];
    response.writeHead(content === undefined ? 404 : 200).end(content);
  });
}

/** A `.tar.gz` that holds one program, and its SHA-256. */
export async function archiveOf(
  folder: string,
  member: string,
  program: string,
): Promise<{ archive: Buffer; sha256: string }> {
  const source = join(folder, "archive");
  mkdirSync(dirname(join(source, member)), { recursive: true });
  writeFileSync(join(source, member), program, { mode: 0o755 });
  writeFileSync(join(source, "LICENSE"), "not wanted");
  const file = join(folder, "archive.tar.gz");
  await create({ cwd: source, file, gzip: true }, [member, "LICENSE"]);
  const archive = readFileSync(file);
  return { archive, sha256: createHash("sha256").update(archive).digest("hex") };
}
