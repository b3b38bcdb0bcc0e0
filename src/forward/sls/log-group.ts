/** A log of SLS: members with text. */
export interface SlsLog {
  readonly timeMicros: number;
  readonly contents: readonly (readonly [key: string, value: string])[];
}

/** Logs that are written at once. */
export interface SlsLogGroup {
  readonly source: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly logs: readonly SlsLog[];
}

/** Writes a group in SLS's form of Protocol Buffers: `Logs = 1`, `Source = 4`, `LogTags = 6`. */
export function logGroupBytes({ source, tags, logs }: SlsLogGroup): Buffer {
  return Buffer.concat([
    ...logs.flatMap((log) => message(1, logBytes(log))),
    ...message(4, Buffer.from(source)),
    ...Object.entries(tags).flatMap(([key, value]) => message(6, pair(key, value))),
  ]);
}

/** `Time = 1` in seconds, `Contents = 2`, and `Time_ns = 4`: the nanoseconds beside the seconds. */
function logBytes({ timeMicros, contents }: SlsLog): Buffer {
  const nanoseconds = Buffer.alloc(5);
  nanoseconds[0] = (4 << 3) | 5;
  nanoseconds.writeUInt32LE((timeMicros % 1_000_000) * 1000, 1);
  return Buffer.concat([
    Buffer.of(1 << 3),
    varint(Math.floor(timeMicros / 1_000_000)),
    ...contents.flatMap(([key, value]) => message(2, pair(key, value))),
    nanoseconds,
  ]);
}

/** `Key = 1`, `Value = 2`. */
function pair(key: string, value: string): Buffer {
  return Buffer.concat([...message(1, Buffer.from(key)), ...message(2, Buffer.from(value))]);
}

/** A field whose length stands before it. */
function message(field: number, content: Buffer): readonly Buffer[] {
  return [Buffer.of((field << 3) | 2), varint(content.length), content];
}

function varint(value: number): Buffer {
  const all: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) all.push((rest % 128) | 0x80);
  return Buffer.from([...all, rest]);
}
