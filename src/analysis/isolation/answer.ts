import { invariant, jsonText } from '../../base/index.ts';
import { type CompiledPass, type CompiledStatement, decodeRows } from '../../query/index.ts';

/** What the engine answered a statement with: JSONCompact, a row a line. */
export interface EngineAnswer {
  readonly bytes: Uint8Array;
  readonly types: CompiledStatement['types'];
}

/** The same as it is shown. */
export interface AnswerRows {
  /** JSON text, a list of rows. */
  readonly rows: Uint8Array;
  /** What the engine read for it. */
  readonly read: { readonly rows: number; readonly bytes: number };
}

/** What the engine answered a pass with. */
export interface PassAnswer {
  readonly bytes: Uint8Array;
  readonly parts: readonly Pick<CompiledPass['parts'][number], 'types'>[];
}

/** What is between the columns' types and the rows, and behind the rows. JSON text has no line feed within. */
const begin = Buffer.from('\n\t"data":\n\t[\n');
const end = Buffer.from('\n\t],\n');
/** Rows are read so many bytes at a time: the largest answers are many times larger in memory than as text. */
const batchBytes = 1 << 20;

/** Reads the rows of an answer, decodes their values and writes them as JSON. */
export function readAnswer({ bytes, types }: EngineAnswer): AnswerRows {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const from = text.indexOf(begin) + begin.length;
  const to = text.indexOf(end, from - 1);
  invariant(from >= begin.length && to >= 0, 'the engine writes an answer as it always did');
  const pieces: Buffer[] = [Buffer.from('[')];
  for (let at = from; at < to;) {
    const next = endOfRow(text, Math.min(at + batchBytes, to), to);
    const rows: unknown = JSON.parse(`[${text.toString('utf8', at, next).replace(/,\s*$/, '')}]`);
    invariant(isRows(rows), 'rows are lists');
    if (rows.length > 0) {
      if (pieces.length > 1) pieces.push(Buffer.from(','));
      pieces.push(Buffer.from(JSON.stringify(decodeRows(types, rows)).slice(1, -1)));
    }
    at = next;
  }
  pieces.push(Buffer.from(']'));
  return { rows: Buffer.concat(pieces), read: readStatistics(text.toString('utf8', to + end.length)) };
}

/** Reads the rows of a pass, and gives those of each part as `readAnswer` does. */
export function readPass({ bytes, parts }: PassAnswer): readonly Uint8Array[] {
  const lines: string[][] = parts.map(() => []);
  for (const [part, , line] of passRows(bytes)) lines[Number(part)]?.push(String(line));
  return parts.map(({ types }, index) => {
    const rows: unknown = JSON.parse(`[${lines[index]?.join(',') ?? ''}]`);
    invariant(isRows(rows), 'rows are lists');
    return Buffer.from(JSON.stringify(decodeRows(types, rows)));
  });
}

function passRows(bytes: Uint8Array): readonly (readonly unknown[])[] {
  const { data } = JSON.parse(jsonText(bytes)) as { data?: unknown };
  invariant(isRows(data), 'rows are lists');
  return data;
}

function endOfRow(text: Buffer, at: number, to: number): number {
  const feed = text.indexOf(0x0a, at);
  return feed < 0 || feed >= to ? to : feed;
}

function readStatistics(rest: string): AnswerRows['read'] {
  const { statistics } = JSON.parse(`{${rest}`) as { statistics?: { rows_read?: number; bytes_read?: number } };
  return { rows: statistics?.rows_read ?? 0, bytes: statistics?.bytes_read ?? 0 };
}

function isRows(value: unknown): value is readonly (readonly unknown[])[] {
  return Array.isArray(value) && value.every((row) => Array.isArray(row));
}
