export type { FunctionCatalogue, LogCatalogue } from './analysis.ts';
export { isCastable } from './castable.ts';
export { columnsOf } from './plan-columns.ts';
export type { Assignment, Mark, Plan, TimeSeriesFill, TypedFrameBound, WindowAssignment } from './plan.ts';
export { resolveStatement } from './resolve.ts';
export type { ResolvedQuery } from './resolved-query.ts';
export type { AggregateCall, Column, SortKey, Typed, TypedCall } from './typed.ts';
export { planExpressions, sourcesOf } from './walk-plan.ts';
export { some } from './walk.ts';
