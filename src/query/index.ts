export { type DerivedInput, deriveField } from './derived/derived-fields.ts';
export { type FieldReference, resolveField } from './emit/field-reference.ts';
export { type ClusterName, type EmitContext, type FieldExpression, fieldExpression } from './emit/fields.ts';
export { createParameters, type Parameters, type ParameterValue } from './emit/parameters.ts';
export type { Scope, TimeRange } from './scope.ts';
