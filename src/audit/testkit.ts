// What tests read blocks with: their format read by other code than wrote it.

/** The rows of a block of ClickHouse's Native format as RowBinary. */
export function rowsOfBlock(block: Uint8Array): Buffer {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  let at = 0;
  const take = (size: number): Buffer => bytes.subarray(at, (at += size));
  const number64 = (): number => Number(take(8).readBigUInt64LE());

  function varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = take(1).readUInt8();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  /** A text with its length before it. */
  function text(): Buffer {
    const from = at;
    const size = varint();
    take(size);
    return bytes.subarray(from, at);
  }

  function valuesOf(type: string, rows: number): readonly Buffer[] {
    const inner = /^(?:Nullable|LowCardinality)\((.*)\)$/.exec(type)?.[1] ?? type;
    if (type.startsWith('Nullable')) {
      const nulls = take(rows);
      return valuesOf(inner, rows).map((value, row) =>
        nulls[row] === 1 ? Buffer.of(1) : Buffer.concat([Buffer.of(0), value]),
      );
    }
    if (type.startsWith('LowCardinality')) {
      if (number64() !== 1) throw new Error('unknown version of keys');
      const width = 1 << (number64() & 0xff);
      const keys = valuesOf(inner, number64());
      if (number64() !== rows) throw new Error('as many numbers as rows');
      return Array.from({ length: rows }, () => {
        const key = keys[take(width).readUIntLE(0, width)];
        if (!key) throw new Error('a number without a key');
        return key;
      });
    }
    const size = type === 'UUID' ? 16 : type === 'UInt8' ? 1 : type === 'Int32' ? 4 : 8;
    return Array.from({ length: rows }, () => (type === 'String' ? text() : take(size)));
  }

  const count = at < bytes.length ? varint() : 0;
  const rows = count > 0 ? varint() : 0;
  const columns = Array.from({ length: count }, () => {
    text();
    const type = text();
    return valuesOf(type.toString('utf8', 1), rows);
  });
  if (at !== bytes.length) throw new Error(`${bytes.length - at} bytes behind the block`);
  return Buffer.concat(
    Array.from({ length: rows }, (_, row) => columns.map((values) => values[row] ?? Buffer.alloc(0))).flat(),
  );
}
