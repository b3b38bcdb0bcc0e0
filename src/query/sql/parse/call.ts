import type { Token } from 'antlr4ng';
import {
  CoalesceContext,
  CurrentDateContext,
  CurrentTimeContext,
  CurrentTimestampContext,
  ExtractContext,
  type FilterContext,
  FunctionCallContext,
  GroupingOperationContext,
  ListAggContext,
  LocalTimeContext,
  LocalTimestampContext,
  NormalizeContext,
  type OverContext,
  PositionContext,
  type PrimaryExpressionContext,
  SubstringContext,
  TrimContext,
  type ValueExpressionContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser.js';
import { said, type Span } from '../../../base/index.ts';
import type { Call, Expression, Identifier, WindowSpecification } from '../ast.ts';
import { type Source, need, spanOf, tokenSpan, unsupported } from './context.ts';
import { convertIdentifier, convertQualifiedName } from './identifier.ts';
import { convertString } from './literal.ts';
import { convertWindow } from './window.ts';

function plainCall(name: string, args: readonly Expression[], nameSpan: Span, span: Span): Call {
  const nothing = { star: false, distinct: false, orderBy: [], filter: null, over: null, nulls: null };
  return { kind: 'call', name, nameSpan, args, ...nothing, span };
}

/** Converts function calls, and the functions that have a syntax of their own into calls. */
export function convertCall(source: Source, context: PrimaryExpressionContext): Expression {
  if (context instanceof FunctionCallContext) return convertFunctionCall(source, context);
  if (context instanceof ListAggContext) return convertListAgg(source, context);
  const span = spanOf(source, context);
  const nameSpan = tokenSpan(source, need<Token>(context.start));
  const special = convertSpecial(source, context);
  if (special) return plainCall(special.name, special.args, nameSpan, span);
  return unsupported(source, context, said`"${source.text.slice(nameSpan.from, nameSpan.to)}" here`);
}

interface Special {
  readonly name: string;
  readonly args: readonly Expression[];
}

function convertSpecial(source: Source, context: PrimaryExpressionContext): Special | null {
  const values = (list: readonly ValueExpressionContext[]) => list.map((value) => source.convert.value(value));
  if (context instanceof CoalesceContext) {
    return { name: 'coalesce', args: context.expression().map((item) => source.convert.expression(item)) };
  }
  if (context instanceof ExtractContext) {
    const field = convertIdentifier(source, context.identifier());
    const unit: Expression = { kind: 'string', value: field.name.toLowerCase(), span: field.span };
    return { name: 'extract', args: [unit, source.convert.value(context.valueExpression())] };
  }
  if (context instanceof PositionContext) {
    return { name: 'strpos', args: values(context.valueExpression()).toReversed() };
  }
  if (context instanceof SubstringContext) return { name: 'substr', args: values(context.valueExpression()) };
  if (context instanceof NormalizeContext) {
    const form = context.normalForm();
    const value = source.convert.value(context.valueExpression());
    if (!form) return { name: 'normalize', args: [value] };
    return { name: 'normalize', args: [value, { kind: 'string', value: form.getText(), span: spanOf(source, form) }] };
  }
  if (context instanceof TrimContext) return convertTrim(source, context);
  if (context instanceof GroupingOperationContext) {
    const args = context.qualifiedName().map((name): Expression => {
      return { kind: 'name', parts: convertQualifiedName(source, name), span: spanOf(source, name) };
    });
    return { name: 'grouping', args };
  }
  return convertClock(source, context);
}

function convertTrim(source: Source, context: TrimContext): Special {
  const where = context.trimsSpecification();
  const name = where?.KW_LEADING() ? 'ltrim' : where?.KW_TRAILING() ? 'rtrim' : 'trim';
  const characters = context._trimChar ? [source.convert.value(context._trimChar)] : [];
  return { name, args: [source.convert.value(need(context._trimSource)), ...characters] };
}

/** `current_timestamp` and its kin; a precision becomes an argument. */
function convertClock(source: Source, context: PrimaryExpressionContext): Special | null {
  if (context instanceof CurrentDateContext) return { name: 'current_date', args: [] };
  const precise =
    context instanceof CurrentTimestampContext ||
    context instanceof LocalTimestampContext ||
    context instanceof CurrentTimeContext ||
    context instanceof LocalTimeContext;
  if (!precise) return null;
  const token = context._precision;
  const args: Expression[] = token ? [{ kind: 'integer', text: need(token.text), span: tokenSpan(source, token) }] : [];
  return { name: need(context._name?.text).toLowerCase(), args };
}

function convertFunctionCall(source: Source, context: FunctionCallContext): Call {
  if (context.processingMode()) unsupported(source, context, 'RUNNING or FINAL');
  const parts = convertQualifiedName(source, context.functionName().qualifiedName());
  const name = parts.map((part) => part.name.toLowerCase()).join('.');
  const nulls = context.nullTreatment();
  const filter = context.filter();
  const over = context.over();
  return {
    kind: 'call',
    name,
    nameSpan: spanOf(source, context.functionName()),
    args: context.expression().map((argument) => source.convert.expression(argument)),
    star: context.ASTERISK() !== null,
    distinct: Boolean(context.setQuantifier()?.KW_DISTINCT()),
    orderBy: context.sortItem().map((item) => source.convert.sortItem(item)),
    filter: filter ? convertFilter(source, filter) : null,
    over: over ? convertOver(source, over) : null,
    nulls: nulls ? (nulls.KW_IGNORE() ? 'ignore' : 'respect') : null,
    span: spanOf(source, context),
  };
}

function convertListAgg(source: Source, context: ListAggContext): Call {
  if (context.listAggOverflowBehavior()) unsupported(source, context, 'ON OVERFLOW');
  const separator = context.string();
  const span = spanOf(source, context);
  const filter = context.filter();
  const args: Expression[] = [source.convert.expression(context.expression())];
  if (separator) {
    args.push({ kind: 'string', value: convertString(source, separator), span: spanOf(source, separator) });
  }
  return {
    ...plainCall('listagg', args, tokenSpan(source, need<Token>(context.start)), span),
    distinct: Boolean(context.setQuantifier()?.KW_DISTINCT()),
    orderBy: context.sortItem().map((item) => source.convert.sortItem(item)),
    filter: filter ? convertFilter(source, filter) : null,
  };
}

function convertFilter(source: Source, context: FilterContext): Expression {
  return source.convert.expression(context.whereClause().booleanExpression());
}

function convertOver(source: Source, context: OverContext): WindowSpecification | Identifier {
  const window = context.windowSpecification();
  return window ? convertWindow(source, window) : convertIdentifier(source, need(context.identifier()));
}
