export { coercionCost, commonType, isCoercible } from './coercion.ts';
export type { SearchCode, StatementCode } from './diagnostic-codes.ts';
export { rangeColumn, type Scope, type TimeRange } from './scope.ts';
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
export {
  bindNames,
  constant,
  dictionary,
  type DictionaryName,
  failureText,
  fragment,
  lambda,
  list,
  literal,
  type Name,
  type Named,
  newName,
  parameter,
  type ParameterValue,
  raw,
  sql,
  type SqlNode,
  subquery,
} from './node.ts';
export {
  arrayItems,
  arrayValue,
  instantOf,
  type MadeTuple,
  mapKeys,
  mapValue,
  mapValues,
  type Operand,
  partOf,
  present,
  tupleOf,
  zonedValue,
  zoneOf,
} from './operand.ts';
export { printSql, type PrintedSql } from './print-node.ts';
