import {
  type AliasedRelationContext,
  ExpressionSourceTableContext,
  JoinRelationContext,
  LateralContext,
  ParenthesizedRelationContext,
  type RelationContext,
  RelationDefaultContext,
  type RelationPrimaryContext,
  type RelationSourceTableContext,
  type SampledRelationContext,
  SubqueryRelationContext,
  TableNameContext,
  UnnestContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser.js';
import { invariant, said } from '../../../base/index.ts';
import type { JoinCondition, Relation, TableAlias } from '../ast.ts';
import { type Source, need, spanOf, unsupported } from './context.ts';
import { convertIdentifier, convertReference } from './identifier.ts';

/** Converts what stands in FROM, between two commas. */
export function convertRelation(source: Source, context: RelationContext): Relation {
  if (context instanceof RelationDefaultContext) return convertSampled(source, context.sampledRelation());
  invariant(context instanceof JoinRelationContext, 'a relation is a join or a table');
  const right = context._rightRelation ? convertRelation(source, context._rightRelation) : null;
  return {
    kind: 'join',
    type: joinType(context),
    left: convertRelation(source, need(context._left)),
    right: right ?? convertSampled(source, need(context._right ?? context.sampledRelation())),
    condition: convertCondition(source, context),
    span: spanOf(source, context),
  };
}

function joinType(context: JoinRelationContext): 'cross' | 'inner' | 'left' | 'right' | 'full' {
  if (context.KW_CROSS()) return 'cross';
  const type = context.joinType();
  if (type?.KW_LEFT()) return 'left';
  if (type?.KW_RIGHT()) return 'right';
  return type?.KW_FULL() ? 'full' : 'inner';
}

function convertCondition(source: Source, context: JoinRelationContext): JoinCondition | null {
  if (context.KW_NATURAL()) return { kind: 'natural' };
  const criteria = context.joinCriteria();
  if (!criteria) return null;
  if (criteria.KW_USING()) {
    return { kind: 'using', columns: criteria.identifier().map((column) => convertIdentifier(source, column)) };
  }
  const equality = criteria.joinColumnEquality();
  if (equality) {
    const [left, right] = equality.joinColumnReference().map((reference) => {
      const parts = convertReference(source, reference);
      return { kind: 'name' as const, parts, span: spanOf(source, reference) };
    });
    const sides = { left: need(left), right: need(right), span: spanOf(source, equality) };
    return { kind: 'on', condition: { kind: 'comparison', operator: '=', ...sides } };
  }
  return { kind: 'on', condition: source.convert.expression(need(criteria.booleanExpression())) };
}

function convertSampled(source: Source, context: SampledRelationContext): Relation {
  if (context.sampleType()) unsupported(source, context, 'TABLESAMPLE');
  const recognition = context.patternRecognition();
  if (recognition.rowPattern()) unsupported(source, recognition, 'MATCH_RECOGNIZE');
  return convertAliased(source, recognition.aliasedRelation());
}

function convertAliased(source: Source, context: AliasedRelationContext): Relation {
  const relation = convertPrimary(source, context.relationPrimary());
  const name = context.identifier();
  if (!name) return relation;
  const columns = context.columnAliases();
  const alias: TableAlias = {
    name: convertIdentifier(source, name),
    columns: columns ? columns.identifier().map((column) => convertIdentifier(source, column)) : null,
  };
  if (relation.kind === 'join') unsupported(source, context, said`Naming a join`);
  return { ...relation, alias, span: spanOf(source, context) };
}

function convertPrimary(source: Source, context: RelationPrimaryContext): Relation {
  const span = spanOf(source, context);
  if (context instanceof TableNameContext) {
    const period = context.queryPeriod();
    if (period) unsupported(source, period, 'FOR … AS OF');
    return { kind: 'table', parts: convertReference(source, context.tableOrViewName()), alias: null, span };
  }
  if (context instanceof ParenthesizedRelationContext) return convertRelation(source, context.relation());
  invariant(context instanceof ExpressionSourceTableContext, 'a relation is a table, a relation or a source');
  return convertSourceTable(source, context.relationSourceTable());
}

function convertSourceTable(source: Source, context: RelationSourceTableContext): Relation {
  const span = spanOf(source, context);
  if (context instanceof SubqueryRelationContext || context instanceof LateralContext) {
    const lateral = context instanceof LateralContext;
    return { kind: 'query', query: source.convert.query(context.query()), lateral, alias: null, span };
  }
  if (context instanceof UnnestContext) {
    return {
      kind: 'unnest',
      items: context.expression().map((item) => source.convert.expression(item.booleanExpression())),
      ordinality: context.KW_ORDINALITY() !== null,
      alias: null,
      span,
    };
  }
  return unsupported(source, context, said`A table function`);
}
