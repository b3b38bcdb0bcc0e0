import { cutText, joinTexts, messageOf, type Said, said } from '../../base/index.ts';
import {
  bindExpression,
  type Cell,
  type Column,
  columnNamed,
  columnNames,
  columnsOf,
  type Expression,
  Faults,
  findColumn,
  type Predicate,
  type Row,
  textOf,
} from '../expression/index.ts';
import type { Severity } from '../form.ts';
import type { QueryRows } from './answer.ts';
import { combineTables } from './combine.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { countNames } from './counts.ts';
import { type Evaluation, type Group, maxGroups, maxKeptRows } from './evaluation.ts';
import { isAddedColumn, requestPlaces } from './request.ts';
import { type Table, tableOf } from './table.ts';

const maxValueLength = 1024;

/** Puts the answers of a rule's queries together, groups them, and finds the severity of each group. Never throws. */
export function evaluateRule(compiled: CompiledRule, answers: readonly QueryRows[]): Evaluation {
  const faults = new Faults();
  const wanted = namesOf(compiled);
  const tables = answers.map((answer, query) => tableOf(answer, query, wanted));
  const combined = combineTables(compiled, tables, faults);
  if ('failure' in combined) return failed(combined.failure, answers);
  const { table } = combined;
  const cases = bindCases(compiled, table.columns);
  if ('failure' in cases) return failed(cases.failure, answers);
  const grouped = groupRows(compiled, table, answers);
  if ('failure' in grouped) return failed(grouped.failure, answers);
  if (grouped.isCut) faults.add(said`more than ${maxGroups} groups: the first ${maxGroups} are looked at`);
  const { isCut } = table;
  if (isCut) faults.add(cutFault(answers));
  const judge = new Judge(cases.cases, table.columns, answers, faults);
  return {
    groups: grouped.groups.map((rows) => judge.group(rows)),
    isEmpty: table.rows.length === 0 && !isCut,
    isCut: isCut || grouped.isCut,
    faults: faults.messages,
  };
}

function cutFault(answers: readonly QueryRows[]): Said {
  const cut = answers.flatMap(({ isCut, rows }) => (isCut ? [`${rows.length}`] : []));
  if (cut.length === 0) return said`there are more rows than were looked at`;
  return said`there are more rows than the ${cut.join(' + ')} that were looked at: let the statement count or group them`;
}

function failed(failure: Said, answers: readonly QueryRows[]): Evaluation {
  return { groups: [], isEmpty: false, isCut: answers.some(({ isCut }) => isCut), faults: [], failure };
}

/** Every column that the rule names. */
function namesOf({ rule, severities, combine }: CompiledRule): readonly string[] {
  const expressions = [...severities.map(({ condition }) => condition), ...combine.map(({ on }) => on)];
  const inConditions = expressions.flatMap((expression) => (expression ? columnNames(expression.root) : []));
  return [...inConditions, ...(rule.groupBy ?? []).map(columnNamed)].map(({ name }) => name);
}

/** The conditions of one severity, bound to the columns. */
interface Case {
  readonly severity: Severity;
  readonly matches: Predicate | undefined;
  readonly isEnough: Predicate | undefined;
}

const countColumns = columnsOf(countNames, 0);

/** The cases, or why the conditions cannot be judged. */
function bindCases(
  { severities }: CompiledRule,
  columns: readonly Column[],
): { readonly cases: readonly Case[] } | Failure {
  const problems: Said[] = [];
  const bound = (expression: Expression | undefined, columns: readonly Column[]): Predicate | undefined => {
    if (!expression) return undefined;
    const result = bindExpression(expression, columns);
    if (result.ok) return result.value;
    problems.push(said`condition "${expression.text}": ${joinTexts(result.diagnostics.map(messageOf))}`);
    return undefined;
  };
  const cases = severities.map(({ severity, condition, countCondition }) => ({
    severity,
    matches: bound(condition, columns),
    isEnough: bound(countCondition, countColumns),
  }));
  return problems.length > 0 ? { failure: joinTexts(problems) } : { cases };
}

/** Rows of one group, before it is judged. */
interface GroupRows {
  readonly identity: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly rows: Row[];
}

interface Failure {
  readonly failure: Said;
}

interface Grouped {
  readonly groups: readonly GroupRows[];
  readonly isCut: boolean;
}

function groupRows(compiled: CompiledRule, table: Table, answers: readonly QueryRows[]): Grouped | Failure {
  const { rule } = compiled;
  if (compiled.isPerEvent) return groupEvents(table, answers[0]?.eventKeys ?? [], rule.labels ?? {});
  const names = rule.groupBy ?? [];
  const places: number[] = [];
  for (const name of names) {
    const found = findColumn(columnNamed(name), table.columns);
    if (!found.ok) return { failure: said`groupBy: ${joinTexts(found.diagnostics.map(messageOf))}` };
    places.push(found.value);
  }
  const ofRequest = compiled.isOncePerGroup ? requestPlaces(table.columns) : [];
  const groups = new Map<string, GroupRows>();
  // Without columns there is one group, and it may have no rows: a condition may be on their number.
  if (names.length === 0) groups.set('[]', { identity: '[]', labels: rule.labels ?? {}, rows: [] });
  let isCut = false;
  for (const row of table.rows) {
    const values = places.map((place) => textOf(row[place] ?? null));
    const identity = JSON.stringify([...values, ...ofRequest.map((place) => textOf(row[place] ?? null))]);
    const group = groups.get(identity);
    if (group) group.rows.push(row);
    else if (groups.size >= maxGroups) isCut = true;
    else groups.set(identity, { identity, labels: labelsOf(rule.labels ?? {}, names, values), rows: [row] });
  }
  return { groups: [...groups.values()], isCut };
}

function groupEvents(table: Table, keys: readonly string[], labels: Readonly<Record<string, string>>): Grouped {
  const groups = table.rows.slice(0, maxGroups).map((row, index) => ({
    identity: JSON.stringify(['event', keys[index] ?? JSON.stringify(row)]),
    labels,
    rows: [row],
  }));
  return { groups, isCut: table.rows.length > maxGroups };
}

function labelsOf(
  own: Readonly<Record<string, string>>,
  names: readonly string[],
  values: readonly string[],
): Readonly<Record<string, string>> {
  const ofGroup = names.map((name, index) => [name, cutText(values[index] ?? '', maxValueLength).text]);
  return Object.fromEntries([...Object.entries(own), ...ofGroup]);
}

/** Judges groups, and keeps what texts and messages show of them. */
class Judge {
  readonly #cases: readonly Case[];
  readonly #columns: readonly Column[];
  readonly #faults: Faults;
  readonly #ofQueries: readonly number[];

  constructor(cases: readonly Case[], columns: readonly Column[], answers: readonly QueryRows[], faults: Faults) {
    this.#cases = cases;
    this.#columns = columns;
    this.#faults = faults;
    this.#ofQueries = [0, 1, 2].map((query) => answers[query]?.rows.length ?? 0);
  }

  group({ identity, labels, rows }: GroupRows): Group {
    let firstCount: number | undefined;
    for (const { severity, matches, isEnough } of this.#cases) {
      const matched = matches ? rows.filter((row) => matches(row, this.#faults)) : rows;
      firstCount ??= matched.length;
      const count = matched.length;
      const holds = isEnough ? isEnough([count, count, ...this.#ofQueries], this.#faults) : count > 0;
      if (!holds) continue;
      const shown = (count > 0 ? matched : rows).slice(0, maxKeptRows).map((row) => this.#shown(row));
      return { ...this.#counted(identity, labels, rows, count), rows: shown, severity };
    }
    return { ...this.#counted(identity, labels, rows, firstCount ?? 0), rows: [], severity: undefined };
  }

  #counted(identity: string, labels: Readonly<Record<string, string>>, rows: readonly Row[], matchedCount: number) {
    const counts = [rows.length, matchedCount, ...this.#ofQueries];
    return {
      identity,
      labels,
      rowCount: rows.length,
      matchedCount,
      counts: Object.fromEntries(countNames.map((name, index) => [name, counts[index] ?? 0])),
    };
  }

  #shown(row: Row): Readonly<Record<string, string>> {
    const cells = this.#columns.flatMap((column, index): readonly (readonly [string, string])[] => {
      const cell: Cell = row[index] ?? null;
      return isAddedColumn(column) ? [] : [[column.name, cutText(textOf(cell), maxValueLength).text]];
    });
    return Object.fromEntries(cells);
  }
}
