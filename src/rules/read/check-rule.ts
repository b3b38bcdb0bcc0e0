import { said } from '../../base/index.ts';
import { parseSearch, splitStatement } from '../../query/index.ts';
import { readTemplates } from '../annotations/index.ts';
import { parseExpression } from '../expression/index.ts';
import type { AlertRule } from '../form.ts';
import { checkTiming } from './check-schedule.ts';
import { type Finding, finding, findingsOf } from './finding.ts';

/** Checks what the schema of a rule cannot say. Statements are not compiled: their searches are parsed. */
export function checkRule(rule: AlertRule): readonly Finding[] {
  return [
    ...checkName(rule),
    ...checkQueries(rule),
    ...checkCombinations(rule),
    ...checkTiming(rule),
    ...checkSeverities(rule),
    ...checkExpressions(rule),
    ...checkTemplates(rule),
    ...checkTests(rule),
  ];
}

/** The statements of a rule, with their places. */
export function statementsOf({
  query,
  queries = [],
}: Pick<AlertRule, 'query' | 'queries'>): readonly { readonly path: Finding['path']; readonly text: string }[] {
  return [
    ...(query === undefined ? [] : [{ path: ['query'], text: query }]),
    ...queries.map((item, index) => ({ path: ['queries', index, 'query'], text: item.query })),
  ];
}

/** What begins so is told of the server itself, and shares its states with no rule. */
const reservedPrefix = 'whodunit-';

function checkName({ name }: AlertRule): readonly Finding[] {
  if (!name.startsWith(reservedPrefix)) return [];
  const message = said`the name "${name}" is reserved: names that begin with ${reservedPrefix} are those of the server's own alerts`;
  return [finding(['name'], 'rule-name-reserved', message)];
}

function checkQueries(rule: AlertRule): readonly Finding[] {
  const { query, queries } = rule;
  if (query === undefined && !queries)
    return [finding([], 'rule-member-missing', said`the rule asks nothing: expected \`query\`, or \`queries\``)];
  const clash =
    query !== undefined && queries
      ? [finding(['queries'], 'rule-members-clash', said`a rule has \`query\` or \`queries\`, not both`)]
      : [];
  const searches = statementsOf(rule).flatMap(({ path, text }) => {
    const { search } = splitStatement(text);
    const { diagnostics } = parseSearch(search.text);
    return findingsOf(path, diagnostics);
  });
  return [...clash, ...searches];
}

const needOn: ReadonlySet<string> = new Set([
  'inner_join',
  'left_join',
  'right_join',
  'full_join',
  'left_exclude',
  'right_exclude',
]);

function checkCombinations({ queries = [], combine = [] }: AlertRule): readonly Finding[] {
  const expected = Math.max(queries.length - 1, 0);
  const findings: Finding[] = [];
  if (combine.length !== expected) {
    const message = said`combine has ${combine.length} entries: expected ${expected}, one for each query but the first`;
    const hint = said`write \`combine: [{type: left_join, on: "$0.user == $1.user"}]\`, or \`no_join\` to use the first query alone`;
    findings.push(finding(['combine'], 'rule-members-clash', message, expected > 0 ? { hint } : {}));
  }
  for (const [index, { type, on }] of combine.entries()) {
    const path = ['combine', index];
    if (needOn.has(type) && on === undefined) {
      const hint = said`write \`on: "$0.user == $1.user"\``;
      findings.push(
        finding(path, 'rule-member-missing', said`a ${type} needs \`on\`, the condition of the join`, { hint }),
      );
    }
    if (!needOn.has(type) && on !== undefined) {
      const message = said`on has no effect on a ${type}`;
      findings.push(finding([...path, 'on'], 'rule-member-unused', message, { severity: 'warning' }));
    }
  }
  return findings;
}

function checkSeverities(rule: AlertRule): readonly Finding[] {
  const { severities } = rule;
  if (!severities) return [];
  const clashing = (['severity', 'condition', 'countCondition'] as const).filter((name) => rule[name] !== undefined);
  const always = severities.findIndex(
    ({ condition = '', countCondition = '' }) => condition === '' && countCondition === '',
  );
  const isShadowed = always !== -1 && always < severities.length - 1;
  const message = said`never reached: severities[${always}] has no condition, and is always taken`;
  return [
    ...clashing.map((name) =>
      finding([name], 'rule-members-clash', said`a rule has \`severities\` or \`${name}\`, not both`),
    ),
    ...(isShadowed
      ? [finding(['severities', always + 1], 'severity-never-reached', message, { severity: 'warning' })]
      : []),
  ];
}

/** The conditions of a rule, with their places. Empty ones hold always. */
export function conditionsOf(
  rule: AlertRule,
): readonly { readonly path: Finding['path']; readonly text: string; readonly isOnCount: boolean }[] {
  const { condition, countCondition, severities = [], combine = [] } = rule;
  const found: readonly (readonly [Finding['path'], string | undefined, boolean])[] = [
    [['condition'], condition, false],
    [['countCondition'], countCondition, true],
    ...severities.flatMap(
      (entry, index) =>
        [
          [['severities', index, 'condition'], entry.condition, false],
          [['severities', index, 'countCondition'], entry.countCondition, true],
        ] as const,
    ),
    ...combine.map(({ on }, index) => [['combine', index, 'on'], on, false] as const),
  ];
  return found.flatMap(([path, text, isOnCount]) =>
    text === undefined || text.trim() === '' ? [] : [{ path, text, isOnCount }],
  );
}

function checkExpressions(rule: AlertRule): readonly Finding[] {
  return conditionsOf(rule).flatMap(({ path, text }) => findingsOf(path, parseExpression(text).diagnostics));
}

function checkTemplates(rule: AlertRule): readonly Finding[] {
  return readTemplates(rule).flatMap(({ path, template }) => findingsOf(path, template?.diagnostics ?? []));
}

function checkTests({ tests = [], queries }: AlertRule): readonly Finding[] {
  const names = tests.map(({ name }) => name);
  return tests.flatMap(({ name, events, rows }, index) => {
    const path = ['tests', index];
    const findings: Finding[] = [];
    if (names.indexOf(name) < index)
      findings.push(finding([...path, 'name'], 'duplicate-rule', said`another test has the name "${name}"`));
    if (events && rows)
      findings.push(
        finding([...path, 'rows'], 'rule-members-clash', said`a test has \`events\` or \`rows\`, not both`),
      );
    if (!events && !rows)
      findings.push(
        finding(path, 'rule-member-missing', said`the test gives nothing: expected \`events\`, or \`rows\``),
      );
    const count = queries?.length ?? 1;
    if (rows && rows.length !== count) {
      const message = said`rows has ${rows.length} entries: expected ${count}, the rows of each query`;
      findings.push(finding([...path, 'rows'], 'rule-members-clash', message));
    }
    return findings;
  });
}
