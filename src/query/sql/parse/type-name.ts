import { said } from '../../../base/index.ts';
import {
  ArrayTypeContext,
  DateTimeTypeContext,
  DoublePrecisionTypeContext,
  GenericTypeContext,
  IntervalTypeContext,
  LegacyArrayTypeContext,
  LegacyMapTypeContext,
  RowTypeContext,
  TimeTypeContext,
  type TypeContext,
  type TypeParameterContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser.js';
import type { TypeName } from '../ast.ts';
import { convertIdentifier } from './identifier.ts';
import { type Source, need, spanOf, unsupported } from './context.ts';

/** Converts a type as written in a cast. */
export function convertTypeName(source: Source, context: TypeContext): TypeName {
  const span = spanOf(source, context);
  const plain = { withTimeZone: false, fieldNames: [], span };
  if (context instanceof GenericTypeContext) {
    const parameters = context.typeParameter().map((parameter) => convertParameter(source, parameter));
    return { ...plain, name: convertIdentifier(source, context.identifier()).name.toLowerCase(), parameters };
  }
  if (context instanceof DateTimeTypeContext || context instanceof TimeTypeContext) {
    const precision = context.typeParameter();
    return {
      ...plain,
      name: need(context._base?.text).toLowerCase(),
      parameters: precision ? [convertParameter(source, precision)] : [],
      withTimeZone: context.KW_WITH() !== null,
    };
  }
  if (context instanceof DoublePrecisionTypeContext) return { ...plain, name: 'double', parameters: [] };
  if (context instanceof IntervalTypeContext) {
    const day = !/year|month/i.test(context.intervalField(0)?.getText() ?? '');
    return { ...plain, name: day ? 'interval day to second' : 'interval year to month', parameters: [] };
  }
  return convertNested(source, context);
}

function convertNested(source: Source, context: TypeContext): TypeName {
  const plain = { withTimeZone: false, fieldNames: [], span: spanOf(source, context) };
  if (context instanceof RowTypeContext) {
    const fields = context.rowField();
    const fieldNames = fields.map((field) => {
      const identifier = field.identifier();
      return identifier ? convertIdentifier(source, identifier).name : null;
    });
    return {
      ...plain,
      name: 'row',
      parameters: fields.map((field) => convertTypeName(source, field.type())),
      fieldNames,
    };
  }
  if (context instanceof ArrayTypeContext || context instanceof LegacyArrayTypeContext) {
    return { ...plain, name: 'array', parameters: [convertTypeName(source, context.type())] };
  }
  if (context instanceof LegacyMapTypeContext) {
    const types = context.type_().map((type) => convertTypeName(source, type));
    return { ...plain, name: 'map', parameters: types };
  }
  return unsupported(source, context, said`This type`);
}

function convertParameter(source: Source, context: TypeParameterContext): TypeName | number {
  const type = context.type();
  return type ? convertTypeName(source, type) : Number(context.getText());
}
