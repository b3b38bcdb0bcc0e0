import { fail, type Result } from '../base/index.ts';
import { bindVariables, type Bindings, every, printed } from './bind.ts';
import { filterConditions } from './filters.ts';
import type { Panel } from './form.ts';

/** A row of an answer by the names of its columns. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * The search that finds the events behind a row: what the panel searches, within the filters, and of those what its `drillDown` says,
 * where `${{column}}` is the row's value and `${{name|default}}` a variable.
 */
export function bindDrillDown(
  panel: Pick<Panel, 'statement' | 'drillDown'>,
  row: Row,
  { filters = {}, variables = {} }: Bindings,
): Result<string> {
  const conditions = filterConditions(filters);
  const whole = bindVariables(panel.statement, variables);
  const values = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, textOf(value)]));
  const behind = bindVariables(panel.drillDown ?? '*', { ...variables, ...values });
  if (!conditions.ok || !whole.ok || !behind.ok) {
    return fail(...conditions.diagnostics, ...whole.diagnostics, ...behind.diagnostics);
  }
  return printed(every([...conditions.value, whole.value.search, behind.value.search]), undefined);
}

/** A value of an answer as a search takes it; nothing is the empty text, which finds what is empty. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
