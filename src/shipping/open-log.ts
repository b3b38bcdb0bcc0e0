import { gunzipSync } from 'node:zlib';
import { createLogReader, type LogPiece, type LogReader, type OtherLog } from '../formats/index.ts';

export interface LogOptions {
  /** One of `logFormats`; `auto` where left out. */
  readonly format?: string | undefined;
  /** As `LogReaderOptions`. */
  readonly maxRecordBytes?: number;
}

/** A log that is read from its beginning to its end. */
export interface OpenLog {
  /** What is in it, once. A failure of the source is thrown after what came before it was given. */
  readonly pieces: AsyncIterable<LogPiece>;
  /** Other logs that were found in wrappers and passed over so far. */
  otherLogs(): readonly OtherLog[];
}

/** Larger than any event: of documents with a list the items are taken one by one from here on. */
const maxRecordBytes = 32 << 20;
/** What one message of a log service unpacks to. */
const maxMessageBytes = 32 << 20;

/** Makes a reader that is fed with the bytes of a log as they come. */
export function createReader({ format, ...options }: LogOptions): LogReader {
  return createLogReader({ maxRecordBytes, ...options, format, tools: { gunzip } });
}

/** Opens a log: its bytes come in any parts, unpacked and in UTF-8. */
export function openLog(source: AsyncIterable<Uint8Array>, options: LogOptions): OpenLog {
  const reader = createReader(options);
  return { pieces: piecesOf(source, reader), otherLogs: () => reader.otherLogs };
}

async function* piecesOf(source: AsyncIterable<Uint8Array>, reader: LogReader): AsyncGenerator<LogPiece> {
  try {
    for await (const bytes of source) yield* reader.push(bytes);
  } catch (error) {
    yield* reader.end();
    throw error;
  }
  yield* reader.end();
}

function gunzip(bytes: Uint8Array): Uint8Array | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxMessageBytes });
  } catch {
    return undefined;
  }
}
