export { askedFields, type ChangedField, changedFields } from './changed-fields.ts';
export { furtherSearch } from './further-search.ts';
export { type RecordedEvent } from './operation.ts';
export { userTimeline, objectsOf, objectTimeline, type Timeline } from './timeline.ts';
