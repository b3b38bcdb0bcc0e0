import { fail, type Result } from '../base/index.ts';
import { bindVariables, type Bindings, every, printed } from './bind.ts';
import { filterConditions } from './filters.ts';
import type { Panel } from './form.ts';

/** A row of an answer by the names of its columns. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * The search that finds the events behind a row: what the panel searches, within the filters, and of those what its `drillDown` says,
 * where `${{column}}` is the row's value and `${{name|default}}` a variable. Of one of its numbers: of those what its column says. It is
 * a statement that lists them where a `drillDown` has SQL, for what no search can say.
 */
export function bindDrillDown(
  panel: Pick<Panel, 'statement' | 'drillDown' | 'columns'>,
  row: Row,
  { filters = {}, variables = {} }: Bindings,
  columnName?: string,
): Result<string> {
  const conditions = filterConditions(filters);
  const whole = bindVariables(panel.statement, variables);
  const values = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, textOf(value)]));
  const column = panel.columns?.find(({ name }) => name === columnName);
  const behind = bindVariables(panel.drillDown ?? '*', { ...variables, ...values });
  const number = bindVariables(column?.drillDown ?? '*', { ...variables, ...values });
  if (!conditions.ok || !whole.ok || !behind.ok || !number.ok) {
    return fail(...[conditions, whole, behind, number].flatMap(({ diagnostics }) => diagnostics));
  }
  const searches = [whole, behind, number].map(({ value }) => value.search);
  return printed(every([...conditions.value, ...searches]), number.value.analysis ?? behind.value.analysis);
}

/** A value of an answer as a search takes it; nothing is the empty text, which finds what is empty. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
