export type {
  Call,
  ComparisonOperator,
  Expression,
  FrameBound,
  GroupBy,
  GroupingElement,
  Identifier,
  Lambda,
  Literal,
  NamedQuery,
  Query,
  QueryBody,
  Relation,
  Select,
  SelectItem,
  SortItem,
  TableAlias,
  TypeName,
  WindowFrame,
  WindowSpecification,
} from './ast.ts';
export { type Budget, checkLimit, createBudget, type StatementLimit, statementLimits } from './limits.ts';
export { parseSql } from './parse/parse.ts';
export { reject, Rejection } from './rejection.ts';
export { isKeyword, scan, type ScannedToken } from './scan.ts';
