import type { Content } from '../files/content.ts';
import { markBytes } from '../files/mark.ts';
import { isUnreadable } from '../../shipping/index.ts';
import { countLines, withLineEnd } from './line-ends.ts';
import type { Cut, PieceReader } from './piece-reader.ts';
import type { Generation, Stretch } from './generation.ts';
import type { LogStream } from './log-stream.ts';
import type { TurnReader } from './read-turn.ts';

/** Some lines of a log, to be sent. */
export interface Portion {
  readonly stream: LogStream;
  readonly generation: Generation;
  readonly stretch: Stretch;
  readonly lines: number;
  /** Bytes, valid until the next portion is taken; or what reads an event that is too long for memory, again each time. */
  readonly body: Uint8Array | (() => AsyncGenerator<Uint8Array, void>);
}

const chunkBytes = 256 << 10;
/** Of a line that is sent although it has no end. */
const longestEnd = 8 << 20;
/** A file that nobody has written to for this long is whole, when it is read for the last time. */
const stillMs = 30_000;
const lineFeed = Buffer.from('\n');

/** Takes what is to be read next of a stream, the oldest first; undefined where there is nothing now. */
export async function takePortion(
  stream: LogStream,
  reader: TurnReader,
  lastAt: number | undefined,
): Promise<Portion | undefined> {
  for (const generation of stream.generations.slice()) {
    const { content } = generation;
    if (content === undefined || generation.isDone) continue;
    const place = { stream, generation, content, reader, lastAt };
    const portion = await stream.guarded(generation, () => takeFrom(place));
    if (portion) return portion;
  }
  return undefined;
}

interface Place {
  readonly stream: LogStream;
  readonly generation: Generation;
  readonly content: Content;
  readonly reader: TurnReader;
  /** Given where what there is now is read for the last time: Unix milliseconds. */
  readonly lastAt: number | undefined;
}

async function takeFrom(place: Place): Promise<Portion | undefined> {
  const { stream, generation, content, reader } = place;
  const { size } = await content.status();
  if (size === generation.emptyAt) return end(place);
  if (size > 0 && !(await stream.mayRead(generation))) return undefined;
  const { position } = generation;
  const turn = await reader.read(content, position, generation.before);
  if (turn.kind === 'changed') {
    await stream.replaced(generation);
    return undefined;
  }
  if (turn.kind === 'nothing') {
    generation.emptyAt = size;
    generation.size = Math.max(generation.size, turn.size);
    return end(place);
  }
  await generation.learnHead(content);
  if (turn.kind === 'bytes') {
    generation.advance(turn.to, turn.before);
    const cut = generation.pieces.push(turn.bytes);
    stream.noteOtherLogs(generation);
    return portionOf(place, cut);
  }
  // What is held back must not wait behind it.
  const held = generation.pieces.finish(position);
  if (held.lines > 0) return portionOf(place, held);
  const before = await readRange(content, Math.max(position, turn.to - markBytes), turn.to);
  generation.advance(turn.to, before);
  generation.pieces.finish(turn.to);
  const stretch = generation.give(turn.to, turn.kind === 'long-event' ? 1 : 0);
  if (turn.kind === 'long-event')
    return { stream, generation, stretch, lines: 1, body: () => readEvent(content, position, turn.to) };
  stream.loseEvent(generation, stretch);
  return { stream, generation, stretch, lines: 0, body: new Uint8Array() };
}

function portionOf({ stream, generation }: Place, { bytes, lines, end: to }: Cut): Portion {
  return { stream, generation, stretch: generation.give(to, lines), lines, body: bytes };
}

/** At the end of what there is: nothing, or what is held back and nobody will go on with. */
async function end(place: Place): Promise<Portion | undefined> {
  const { stream, generation, content, lastAt } = place;
  const isLast = lastAt !== undefined && (content.isPacked || (await isStill(content, lastAt)));
  if (!isLast && !stream.isSettled(generation)) return lastAt === undefined ? undefined : wholeEnd(place);
  const { position, unread, pieces } = generation;
  if (unread === 0 && stream.isToBeTakenOver(generation)) return undefined;
  const bytes = await readRange(content, position, position + Math.min(unread, longestEnd));
  const to = position + bytes.length;
  const rest = restOf(pieces, bytes, to);
  if (bytes.length > 0 || rest.lines > 0) {
    if (bytes.length > 0) generation.advance(to, bytes);
    stream.noteOtherLogs(generation);
    return portionOf(place, rest);
  }
  if (!generation.isSending) await stream.finish(generation);
  return undefined;
}

/** What is held back of a file that somebody may go on writing, if it can be read as it is. */
async function wholeEnd(place: Place): Promise<Portion | undefined> {
  const { stream, generation, content } = place;
  const { given, position, size } = generation;
  if (size === position || size - given > longestEnd) return undefined;
  const bytes = await readRange(content, given, size);
  const to = given + bytes.length;
  const rest = restOf(stream.readerFrom(given), bytes, to);
  if (rest.lines === 0 || isUnreadable(rest.bytes)) return undefined;
  generation.advance(to, bytes);
  generation.pieces.finish(to);
  return portionOf(place, rest);
}

/** All that is left, whole or not, as lines. */
function restOf(pieces: PieceReader, bytes: Uint8Array, to: number): Cut {
  const parts = [pieces.push(bytes).bytes, pieces.finish(to).bytes];
  const lines = withLineEnd(Buffer.concat(parts));
  return { bytes: lines, lines: countLines(lines), end: to };
}

/** Whether nobody has written to a file for a while. */
async function isStill(content: Content, nowMs: number): Promise<boolean> {
  return nowMs - (await content.status()).modifiedMs > stillMs;
}

async function readRange(content: Content, from: number, to: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(to - from);
  return bytes.subarray(0, await content.read(bytes, from));
}

/** Reads an event that is known to be there, with a line feed at its end. */
async function* readEvent(content: Content, from: number, to: number): AsyncGenerator<Uint8Array, void> {
  for (let at = from; at < to - 1;) {
    const bytes = await readRange(content, at, Math.min(at + chunkBytes, to - 1));
    if (bytes.length === 0) return;
    at += bytes.length;
    yield bytes;
  }
  yield lineFeed;
}
