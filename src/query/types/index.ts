export { coercionCost, commonType, isCoercible } from './coercion.ts';
export type { SearchCode, StatementCode } from './diagnostic-codes.ts';
export { literal } from './literal.ts';
export { nearest } from './nearest.ts';
export { createParameters, type Parameters, type ParameterValue } from './parameters.ts';
export { rangeColumn, type Scope, type TimeRange } from './scope.ts';
export {
  arrayItems,
  arrayValue,
  instantOf,
  type Made,
  mapKeys,
  mapValue,
  mapValues,
  partOf,
  simpleSql,
  type Sql,
  tupleOf,
  zonedValue,
  zoneOf,
} from './sql.ts';
export {
  arrayOf,
  engineType,
  isComparable,
  isInteger,
  isNumeric,
  isOrderable,
  nullableEngineType,
  type PlainKind,
  sameType,
  type Type,
  types,
  typeText,
  varcharOf,
} from './type.ts';
