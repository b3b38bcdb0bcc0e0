import { createHash } from 'node:crypto';
import { type CompiledRule, compileRule, type QueryRows } from '../evaluate/index.ts';
import { AlertRule } from '../form.ts';
import type { Moment } from '../state/index.ts';
import type { Cell } from '../expression/index.ts';

/** A rule with what a test says of it, compiled. */
export function compiled(members: Readonly<Record<string, unknown>>): CompiledRule {
  const query = 'queries' in members ? {} : { query: '* | select 1' };
  const when = members['immediate'] === true ? {} : { schedule: { every: '1m' } };
  const rule = AlertRule.parse({ kind: 'AlertRule', name: 'rule', ...when, ...query, ...members });
  const result = compileRule(rule);
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result.value;
}

/** An answer that has the columns of its rows. */
export function answer(...rows: readonly Readonly<Record<string, Cell>>[]): QueryRows {
  return { columns: [...new Set(rows.flatMap((row) => Object.keys(row)))], rows, isCut: false };
}

export function moment(step: number | string, at = typeof step === 'number' ? step * 60_000 : 0): Moment {
  return { at, step: String(step), hash: (text) => createHash('sha256').update(text).digest('hex') };
}
