import { z } from 'zod';
import { issueOf, said } from '../base/index.ts';
import { eventIn, EventReader, foldKey, type Piece } from '../audit/index.ts';
import { createRedaction, RedactRule } from '../redaction/index.ts';

/** What tells events apart, and when they happened: no rule touches it, or events that come again could not be told. */
const keptMembers = [
  'kind',
  'apiVersion',
  'level',
  'auditID',
  'stage',
  'verb',
  'requestReceivedTimestamp',
  'stageTimestamp',
] as const;
const untouched: ReadonlySet<string> = new Set(keptMembers.map(foldKey));

/** What is taken out of the events of a cluster before they are on disk, as it is kept. */
export const IngestRedaction = z
  .array(RedactRule)
  .max(50)
  .superRefine((rules, context) => {
    if (rules.some(({ fields = [] }) => fields.some((field) => untouched.has(foldKey(field)))))
      context.addIssue(issueOf(said`${keptMembers.join(', ')} tell events apart, and stay`));
  });

/** Gives a piece of a body, an event that may stand in an envelope, as it may be kept. */
type PieceRedaction = (piece: Uint8Array) => Uint8Array;

const kept = new Map<string, PieceRedaction>();
/** Rules of clusters that are kept compiled; there are few. */
const mostKept = 100;

/** The redaction of rules as JSON has them. */
export function pieceRedaction(rules: string): PieceRedaction {
  const known = kept.get(rules);
  if (known) return known;
  const redact = createRedaction({ rules: IngestRedaction.parse(JSON.parse(rules)), untouched });
  const reader = new EventReader();
  const made: PieceRedaction = (piece) => {
    const event = eventIn(piece);
    // When it was received says nothing of what it is about.
    reader.read(event, 0, event.length, 0);
    const resource = reader.row.text('object_resource');
    const redacted = redact({ bytes: event, resource, subresource: reader.row.text('object_subresource') });
    if (redacted === event) return piece;
    const from = event.byteOffset - piece.byteOffset;
    return Buffer.concat([piece.subarray(0, from), redacted, piece.subarray(from + event.length)]);
  };
  const [oldest] = kept.keys();
  if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
  kept.set(rules, made);
  return made;
}

/** The pieces of a body one behind the other, each as it may be kept. */
export function redactPieces(
  body: Uint8Array,
  pieces: readonly Piece[],
  redact: PieceRedaction,
): { readonly body: Uint8Array; readonly pieces: readonly Piece[] } {
  const all = pieces.map(({ from, to }) => redact(body.subarray(from, to)));
  let at = 0;
  const places = all.map(({ length }) => ({ from: at, to: (at += length) }));
  return { body: Buffer.concat(all), pieces: places };
}
