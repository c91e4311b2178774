/** Snappy's block format: https://github.com/google/snappy/blob/main/format_description.txt */
export function unsnappy(input: Buffer): Buffer {
  const { value: length, next } = varint(input, 0);
  const output = Buffer.alloc(length);
  let [at, to] = [next, 0];
  while (at < input.length) {
    const tag = input.readUInt8(at++);
    if ((tag & 3) === 0) {
      const short = tag >> 2;
      const bytes = Math.max(0, short - 59);
      const size = (bytes === 0 ? short : input.readUIntLE(at, bytes)) + 1;
      at += bytes;
      to += input.copy(output, to, at, at + size);
      at += size;
      continue;
    }
    const near = (tag & 3) === 1;
    const bytes = near ? 1 : (tag & 3) === 2 ? 2 : 4;
    const size = near ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    const back = input.readUIntLE(at, bytes) + (near ? (tag >> 5) << 8 : 0);
    at += bytes;
    // Byte by byte: a copy may reach into what it writes.
    for (let end = to + size; to < end; to++) output[to] = output[to - back] ?? 0;
  }
  return output;
}

function varint(input: Buffer, from: number): { value: number; next: number } {
  let value = 0;
  for (let at = from; ; at++) {
    const byte = input.readUInt8(at);
    value += (byte & 127) * 2 ** (7 * (at - from));
    if (byte < 128) return { value, next: at + 1 };
  }
}
