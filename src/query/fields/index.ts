export { type DerivedInput, derivedEquals, derivedSql, deriveField, extraKeys } from './derived-fields.ts';
export { type FieldReference, membersOfObject, resolveField } from './field-reference.ts';
export {
  auditIdText,
  type ClusterName,
  type EmitContext,
  type FieldExpression,
  fieldExpression,
  latencySql,
  timeText,
} from './fields.ts';
export { jsonShape, mayHoldMember, memberValues } from './json-members.ts';
export { jsonString, literalExpression, mapKey, plainMap } from './map-members.ts';
export { visibleConditions, visibleEvents } from './visible-events.ts';
