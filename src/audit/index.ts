export { type Column, type ColumnName, columns } from './columns.ts';
export { type DerivedRule, type Field, type FieldSource, fields } from './fields.ts';
