import type { ReadBody, UnreadablePiece } from './read-body.ts';
import type { DeadLetter } from './dead-letters.ts';
import type { Origin } from './event-encoder.ts';

/** Bytes of one dead letter: whoever keeps, shows or retries one holds it in memory. */
export const maxDeadLetterBytes = 4 << 20;
/** Rejects of a body that have a dead letter each; of more, those of one reason are put together, as lines. */
const maxSingle = 100;
const groupBytes = 1 << 20;

const newline = Buffer.from('\n');

/** The dead letters of a body: all bytes that were rejected, in their order. */
export function* deadLettersOf({ body, unreadable }: ReadBody, origin: Origin): Generator<DeadLetter> {
  if (!body) return;
  if (unreadable.length <= maxSingle) {
    for (const piece of unreadable) yield* lettersOf(body, piece, origin);
    return;
  }
  for (const reason of new Set(unreadable.map((piece) => piece.reason))) {
    let group: UnreadablePiece[] = [];
    let size = 0;
    for (const piece of unreadable) {
      if (piece.reason !== reason) continue;
      const length = piece.to - piece.from;
      if (size + length > groupBytes && group.length > 0) {
        yield* joined(body, group, origin);
        group = [];
        size = 0;
      }
      group.push(piece);
      size += length + newline.length;
    }
    yield* joined(body, group, origin);
  }
}

/** A piece as it came, in parts where it is larger than a dead letter. */
function* lettersOf(body: Uint8Array, { from, to, reason }: UnreadablePiece, origin: Origin): Generator<DeadLetter> {
  const parts = Math.ceil((to - from) / maxDeadLetterBytes);
  for (let part = 0; part < parts; part += 1) {
    const start = from + part * maxDeadLetterBytes;
    const bytes = body.subarray(start, Math.min(start + maxDeadLetterBytes, to));
    const detail =
      parts === 1 ? `at byte ${from} of the body` : `at byte ${start} of the body, part ${part + 1} of ${parts}`;
    yield { ...origin, reason, detail, bytes };
  }
}

function* joined(body: Uint8Array, group: readonly UnreadablePiece[], origin: Origin): Generator<DeadLetter> {
  const [first, ...others] = group;
  if (!first) return;
  if (others.length === 0) yield* lettersOf(body, first, origin);
  else {
    const bytes = Buffer.concat(group.flatMap(({ from, to }) => [body.subarray(from, to), newline]));
    yield { ...origin, reason: first.reason, detail: `${group.length} from byte ${first.from} of the body on`, bytes };
  }
}
