import type { Result } from '../../base/index.ts';
import { fields, isDerived } from '../../audit/index.ts';
import { fieldExpression, resolveField } from '../fields/index.ts';
import { catalogue, fixedOffset, isKnownZone } from '../functions/index.ts';
import { type FunctionCatalogue, type LogCatalogue, resolveStatement, type ResolvedQuery } from '../resolve/index.ts';
import { type Budget, parseSql, scan } from '../sql/index.ts';
import { types } from '../types/index.ts';
import type { StatementContext } from './statement-context.ts';

const functionCatalogue: FunctionCatalogue = catalogue;

/** Names that `SELECT *` stands for: what was received, and its time. */
const starNames = ['__time__', ...fields.filter((field) => !isDerived(field)).map((field) => field.name)];

function logCatalogue(context: StatementContext): LogCatalogue {
  const logs = new Map((context.logs ?? []).map(({ name, clusterId }) => [name.toLowerCase(), clusterId]));
  return {
    fieldNames: starNames,
    logNames: [...logs.keys()],
    resolveField(name) {
      const field = resolveField(name);
      if (!field) return undefined;
      // Only names and types are asked for here.
      const { type } = fieldExpression(field, { clusters: [] });
      const isTime =
        field.kind === 'reserved' && ['__time__', '__time_ns_part__', '__receive_time__'].includes(field.name);
      return { field, type: type === 'bigint' ? types.bigint : types.varchar, nullable: !isTime };
    },
    resolveLog(name) {
      const lower = name.toLowerCase();
      if (lower === 'log' || lower === 'operations' || lower === 'history') return { kind: lower };
      const clusterId = logs.get(lower);
      return clusterId === undefined ? undefined : { kind: 'logstore', clusterId };
    },
  };
}

/** Parses a statement and gives its names their meaning. Throws Rejection where it is too much; `columnPrefix` begins the ids of its columns. */
export function resolveText(
  text: string,
  context: StatementContext,
  budget: Budget,
  columnPrefix = 'c',
): Result<ResolvedQuery> {
  const parsed = parseSql(text);
  if (!parsed.ok) return parsed;
  const rangeSeconds = {
    from: Math.floor(context.range.fromMicros / 1e6),
    to: Math.ceil(context.range.toMicros / 1e6),
  };
  return resolveStatement(parsed.value, {
    functions: functionCatalogue,
    log: logCatalogue(context),
    timeZone: context.timeZone,
    rangeSeconds,
    budget,
    columnPrefix,
  });
}

/** The time zones that a statement's texts name, also within a time's text. */
export function namedZones(text: string): string[] {
  const words = scan(text).flatMap((token) => (token.kind === 'string' ? token.text.slice(1, -1).split(' ') : []));
  const likely = [...new Set(words)].filter((word) => /^[A-Z][A-Za-z_]{1,30}(?:\/[A-Za-z0-9_+-]{1,30})*$/.test(word));
  return likely.filter((word) => isKnownZone(word) && fixedOffset(word) === null);
}
