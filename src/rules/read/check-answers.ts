import { type Diagnostic, fail, nearest, said } from '../../base/index.ts';
import { namesOf } from '../../templates/index.ts';
import { readTemplates } from '../annotations/index.ts';
import { bindExpression, type Column, columnsOf, findColumn, parseExpression } from '../expression/index.ts';
import type { AlertRule } from '../form.ts';
import { conditionsOf } from './check-rule.ts';
import { diagnosticOf, finding, type Finding, findingsOf } from './finding.ts';
import type { ReadRule } from './read.ts';

/** What compiling said of a query of a rule; places are offsets of its text. */
export function checkStatement(
  read: ReadRule,
  query: number,
  diagnostics: readonly Diagnostic[],
): readonly Diagnostic[] {
  const path = read.rule.queries ? ['queries', query, 'query'] : ['query'];
  return findingsOf(path, diagnostics).map((found) => diagnosticOf(found, read.place));
}

/**
 * Checks that conditions, `groupBy` and texts name columns that the queries of a rule give, whose names are those of each query. Of queries that
 * are joined it is found out when they are.
 */
export function checkColumns(read: ReadRule, queries: readonly (readonly string[])[]): readonly Diagnostic[] {
  const { rule, place } = read;
  const [names] = queries;
  const isOfFirst = (rule.combine ?? []).every(({ type }) => type === 'no_join');
  if (!names || !isOfFirst) return [];
  const columns = columnsOf(names, 0);
  const findings = [...checkConditions(rule, columns), ...checkGroups(rule, columns), ...checkTexts(rule, names)];
  return findings.map((found) => diagnosticOf(found, place));
}

function checkConditions(rule: AlertRule, columns: readonly Column[]): readonly Finding[] {
  return conditionsOf(rule)
    .filter(({ isOnCount }) => !isOnCount)
    .flatMap(({ path, text }) => {
      const parsed = parseExpression(text);
      const bound = parsed.ok ? bindExpression(parsed.value, columns) : fail();
      return findingsOf(path, bound.diagnostics);
    });
}

function checkGroups({ groupBy = [] }: AlertRule, columns: readonly Column[]): readonly Finding[] {
  return groupBy.flatMap((name, index) => {
    const { diagnostics } = findColumn({ kind: 'column', name, from: 0, to: name.length }, columns);
    return findingsOf(['groupBy', index], diagnostics);
  });
}

/** What texts may name besides columns and labels. */
const facts: ReadonlySet<string> = new Set([
  '__count__',
  '__pass_count__',
  '__0_count__',
  '__1_count__',
  '__2_count__',
  'alert_id',
  'alert_name',
  'severity',
]);

function checkTexts(rule: AlertRule, columns: readonly string[]): readonly Finding[] {
  const known = new Set([...columns, ...Object.keys(rule.labels ?? {}), ...facts]);
  return readTemplates(rule).flatMap(({ path, text, template }) => {
    const inMarks = template?.ok ? namesOf(template.value).filter(({ name }) => name !== 'alert') : [];
    const named = [...text.matchAll(/\$\{([^${}]{1,256})\}/g)]
      .map(({ 0: whole, 1: name = '', index }) => ({
        name: name.trim(),
        from: index,
        to: index + whole.length,
        isOld: true,
      }))
      .filter(({ name }) => !columns.some((one) => one.startsWith(`${name} `)));
    const marked = inMarks.map(({ name, from }) => ({ name, from, to: from + name.length, isOld: false }));
    return [...named, ...marked].flatMap(({ name, from, to, isOld }) => {
      if (known.has(name)) return [];
      const meant = nearest(name, [...known]);
      const message = said`there is no column "${name}" to fill in`;
      const replacement = meant === null ? undefined : isOld ? `\${${meant}}` : meant;
      const hint = replacement === undefined ? said`the columns are ${columns.join(', ')}` : said`write ${replacement}`;
      return [
        { ...finding(path, 'unknown-rule-column', message, { severity: 'warning', hint }), from, to, replacement },
      ];
    });
  });
}
