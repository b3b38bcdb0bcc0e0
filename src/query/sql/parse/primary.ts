import {
  ArrayConstructorContext,
  BinaryLiteralContext,
  BooleanLiteralContext,
  CastContext,
  ColumnReferenceContext,
  DereferenceContext,
  ExistsContext,
  IntervalLiteralContext,
  LambdaContext,
  NullLiteralContext,
  NumericLiteralContext,
  ParenthesizedExpressionContext,
  type PrimaryExpressionContext,
  RowConstructorContext,
  SearchedCaseContext,
  SimpleCaseContext,
  StringLiteralContext,
  SubqueryExpressionContext,
  SubscriptContext,
  TypeConstructorContext,
  type WhenClauseContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser.js';
import type { Expression, WhenClause } from '../ast.ts';
import { convertCall } from './call.ts';
import { type Source, need, spanOf } from './context.ts';
import { convertIdentifier, convertReference } from './identifier.ts';
import { convertBinary, convertInterval, convertNumber, convertString } from './literal.ts';
import { convertTypeName } from './type-name.ts';

/** Converts literals, names, calls and whatever else binds as tightly as they do. */
export function convertPrimary(source: Source, context: PrimaryExpressionContext): Expression {
  return (
    convertLiteral(source, context) ??
    convertNamed(source, context) ??
    convertConstructor(source, context) ??
    convertNested(source, context) ??
    convertCall(source, context)
  );
}

function convertLiteral(source: Source, context: PrimaryExpressionContext): Expression | null {
  const span = spanOf(source, context);
  if (context instanceof NullLiteralContext) return { kind: 'null', span };
  if (context instanceof BooleanLiteralContext) {
    return { kind: 'boolean', value: context.booleanValue().KW_TRUE() !== null, span };
  }
  if (context instanceof NumericLiteralContext) return convertNumber(source, context.number());
  if (context instanceof StringLiteralContext) {
    return { kind: 'string', value: convertString(source, context.string()), span };
  }
  if (context instanceof BinaryLiteralContext) return convertBinary(context.getText(), span);
  if (context instanceof IntervalLiteralContext) return convertInterval(source, context.interval());
  if (context instanceof TypeConstructorContext) {
    const name = context.identifier();
    const typeName = name ? convertIdentifier(source, name).name.toLowerCase() : 'double';
    return { kind: 'typed', typeName, value: convertString(source, context.string()), span };
  }
  return null;
}

function convertNamed(source: Source, context: PrimaryExpressionContext): Expression | null {
  const span = spanOf(source, context);
  if (context instanceof ColumnReferenceContext) {
    return { kind: 'name', parts: convertReference(source, context.columnName()), span };
  }
  if (context instanceof DereferenceContext) {
    const value = convertPrimary(source, context.primaryExpression());
    const member = convertIdentifier(source, context.identifier());
    if (value.kind === 'name') return { kind: 'name', parts: [...value.parts, member], span };
    return { kind: 'member', value, member, span };
  }
  return null;
}

function convertConstructor(source: Source, context: PrimaryExpressionContext): Expression | null {
  const span = spanOf(source, context);
  if (context instanceof ParenthesizedExpressionContext) return source.convert.expression(context.expression());
  if (context instanceof RowConstructorContext || context instanceof ArrayConstructorContext) {
    const kind = context instanceof RowConstructorContext ? 'row' : 'array';
    return { kind, items: context.expression().map((item) => source.convert.expression(item)), span };
  }
  if (context instanceof LambdaContext) {
    const parameters = context.identifier().map((parameter) => convertIdentifier(source, parameter));
    return { kind: 'lambda', parameters, body: source.convert.expression(context.expression()), span };
  }
  if (context instanceof SubscriptContext) {
    const value = convertPrimary(source, context.primaryExpression());
    return { kind: 'subscript', value, index: source.convert.value(context.valueExpression()), span };
  }
  return null;
}

function convertNested(source: Source, context: PrimaryExpressionContext): Expression | null {
  const span = spanOf(source, context);
  if (context instanceof CastContext) {
    return {
      kind: 'cast',
      value: source.convert.expression(context.expression()),
      type: convertTypeName(source, context.type()),
      safe: context.KW_TRY_CAST() !== null,
      span,
    };
  }
  if (context instanceof ExistsContext) return { kind: 'exists', query: source.convert.query(context.query()), span };
  if (context instanceof SubqueryExpressionContext) {
    return { kind: 'scalar-query', query: source.convert.query(context.query()), span };
  }
  if (context instanceof SearchedCaseContext || context instanceof SimpleCaseContext) {
    const operand = context instanceof SimpleCaseContext ? need(context._operand) : null;
    const otherwise = context._elseExpression;
    return {
      kind: 'case',
      operand: operand ? source.convert.expression(operand) : null,
      branches: context.whenClause().map((clause) => convertWhen(source, clause)),
      otherwise: otherwise ? source.convert.expression(otherwise) : null,
      span,
    };
  }
  return null;
}

function convertWhen(source: Source, context: WhenClauseContext): WhenClause {
  return {
    when: source.convert.expression(need(context._condition)),
    result: source.convert.expression(need(context._result)),
  };
}
