export { type Column, type ColumnName, columns } from './columns.ts';
export { type DerivedRule, type Field, type FieldSource, fields } from './fields.ts';
export { EventRow, layouts } from './event-row.ts';
export { EventReader, type UnreadableReason } from './read-event.ts';
export { identityOf } from './identity.ts';
export { renderEvent } from './render.ts';
export { encodeClusterId, RowReader, RowWriter } from './row-binary.ts';
export { type Piece, type SplitBody, splitBody } from './split.ts';
export { formatMicroTime, parseRfc3339 } from './time.ts';
