export type { Expression, ExpressionNode } from './ast.ts';
export { bindExpression, type Predicate, type Row } from './bind.ts';
export { type Cell, equalityKey, textOf } from './cells.ts';
export { type Column, columnNamed, columnNames, columnsOf, findColumn } from './columns.ts';
export { Faults } from './faults.ts';
export { parseExpression } from './parse.ts';
