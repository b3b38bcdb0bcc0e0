import { invariant, ok, type Result } from '../base/index.ts';
import { buildSearch, fieldExpression, printSearch, printSql, resolveField, type SearchNode } from '../query/index.ts';
import type { Pattern, PatternOutcome } from '../store/index.ts';
import type { AnalysisDeps, Asked, Question } from './deps.ts';
import { prepareSearch } from './search.ts';

export interface PatternsQuestion extends Question {
  /** So many of the most frequent, and so many of those that are new. */
  readonly limit: number;
}

/** What the events of a pattern have in common, besides how they were answered. */
const patternFields = [
  'derived.userKind',
  'verb',
  'objectRef.apiGroup',
  'objectRef.resource',
  'objectRef.subresource',
  'derived.pathKind',
] as const;

type PatternField = (typeof patternFields)[number];

export interface FoundPattern extends Omit<Pattern, 'values'> {
  /** Empty where the events lack the field. */
  readonly common: Readonly<Record<PatternField, string>>;
  /** The search that finds its events among those of the question's. */
  readonly query: string;
  /** The name of the sample's cluster. */
  readonly cluster: string;
}

export interface FoundPatterns {
  readonly patterns: readonly FoundPattern[];
  readonly distinct: number;
  readonly total: number;
  readonly range: { readonly fromMicros: number; readonly toMicros: number };
  /** The period before, of the same length. */
  readonly before: { readonly fromMicros: number; readonly toMicros: number; readonly total: number };
}

/** Clusters the events of a search, and compares with the period before. */
export async function findPatterns(
  deps: AnalysisDeps,
  { caller, question, signal }: Asked<PatternsQuestion>,
): Promise<Result<FoundPatterns>> {
  const prepared = await prepareSearch(deps, { caller, question, signal });
  if (!prepared.ok) return prepared;
  const { selection, range, clusters } = prepared.value;
  const { fromMicros, toMicros } = range;
  const beginMicros = Math.max(0, fromMicros - (toMicros - fromMicros));
  const printed = [...patternFields, 'derived.namespaceForm', 'derived.nameForm'].map((name, index) => {
    const reference = resolveField(name);
    invariant(reference, `"${name}" is a field`);
    return printSql(fieldExpression(reference, { clusters }).node, `pattern${index}_`);
  });
  const parameters = Object.assign({}, selection.parameters, ...printed.map((one) => one.parameters));
  const expressions = printed.map(({ text }) => text);
  const [namespace = '', name = ''] = expressions.splice(patternFields.length);
  const found = await deps.search.patterns(
    { ...selection, parameters, range: { ...range, fromMicros: beginMicros } },
    { expressions, namespace, name, sinceMicros: fromMicros, limit: question.limit, signal },
  );
  const names = new Map(clusters.map(({ id, name }) => [id, name]));
  const patterns = found.patterns.map(({ values, ...pattern }) => {
    const common = commonOf(values);
    const { clusterId } = pattern.sample;
    return { ...pattern, common, query: queryOf(common, pattern), cluster: names.get(clusterId) ?? '' };
  });
  const before = { fromMicros: beginMicros, toMicros: fromMicros, total: found.totalBefore };
  return ok(
    { patterns, distinct: found.distinct, total: found.total, range: { fromMicros, toMicros }, before },
    prepared.diagnostics,
  );
}

function commonOf(values: readonly string[]): FoundPattern['common'] {
  const value = (name: PatternField): string => values[patternFields.indexOf(name)] ?? '';
  return {
    'derived.userKind': value('derived.userKind'),
    verb: value('verb'),
    'objectRef.apiGroup': value('objectRef.apiGroup'),
    'objectRef.resource': value('objectRef.resource'),
    'objectRef.subresource': value('objectRef.subresource'),
    'derived.pathKind': value('derived.pathKind'),
  };
}

const code = 'responseStatus.code';
const refused = buildSearch.some([buildSearch.equals(code, '401'), buildSearch.equals(code, '403')]);
const outcomeSearches: Readonly<Record<PatternOutcome, readonly SearchNode[]>> = {
  ok: [buildSearch.compare(code, '<', '400')],
  refused: [refused],
  failed: [buildSearch.compare(code, '>=', '400'), buildSearch.not(refused)],
  none: [buildSearch.not(buildSearch.exists(code))],
};

/** Finds the events that have this in common, and no others. */
function queryOf(common: FoundPattern['common'], { namespace, name, outcome }: Omit<Pattern, 'values'>): string {
  const isOfPath = common['derived.pathKind'] !== '';
  // What is about a path is about no object, and the other way round: not to be read twice.
  const isImplied = (field: string): boolean =>
    isOfPath ? /^objectRef\.|Form$/.test(field) : field === 'derived.pathKind' && common['objectRef.resource'] !== '';
  const values = { ...common, 'derived.namespaceForm': namespace, 'derived.nameForm': name };
  const conditions = Object.entries(values).flatMap(([field, value]) => {
    if (value === undefined || (value === '' && isImplied(field))) return [];
    return [value === '' ? buildSearch.not(buildSearch.exists(field)) : buildSearch.equals(field, value)];
  });
  return printSearch(buildSearch.every([...conditions, ...outcomeSearches[outcome]]));
}
