export { BlockWriter, type EventBlock } from './block-writer.ts';
export { type Column, type ColumnName, columns } from './columns.ts';
export { type DerivedRule, type Field, type FieldSource, isDerived } from './field.ts';
export { fields } from './fields.ts';
export {
  fullTextCandidates,
  fullTextColumn,
  fullTextExpression,
  fullTextWithoutBodies,
  fullTextIndex,
  fullTextLetters,
  fullTextToken,
  fullTextTokenizer,
} from './full-text.ts';
export { type EditedObject, editMembers, withMember } from './edit-members.ts';
export { eventCsvColumns } from './event-csv.ts';
export { type EventRow, layouts } from './event-row.ts';
export { eventIn, startsWith, writeEnvelope } from './envelope.ts';
export { EventReader } from './read-event.ts';
export { IdentityReader } from './identity.ts';
export { IdentityList } from './identity-list.ts';
export { renderEvent } from './render.ts';
export { actorColumn, actorExpression } from './actor.ts';
export { leastOddRequestKey, oddRequestKeyExpression, requestKeyColumn, requestKeyExpression } from './request-key.ts';
export { mayRunLong, progressOf, requestKindNumber, requestNumber } from './request-progress.ts';
export { RowReader } from './row-reader.ts';
export { foldKey } from './json/canonical.ts';
export { Scanner } from './json/scan.ts';
export { maxPieces, type Piece, type ReadEvent, type SplitBody, splitBody, type UnreadableReason } from './split.ts';
export { formatMicroTime, parseRfc3339 } from './time.ts';
export { bodyAnnotationPrefix, withoutBodies } from './without-bodies.ts';
