import { fields } from '../../audit/index.ts';
import { columnNames, type CompiledRule } from '../../rules/index.ts';
import { eventIdentity } from '../judge/index.ts';

/** Longer values are cut when they are put into groups; the engine need not give more of them. */
const cellCharacters = 1024;

/** A statement that gives what a search finds as rows, with a column for each field, in an order that is the same each time. */
export function eventStatement(search: string, limit: number, offset = 0): string {
  return statementOf(search, () => true, { limit, offset });
}

/** The same with no more columns than the rule names, and those that tell events from each other: so many more rows are not many more bytes. */
export function narrowEventStatement(search: string, compiled: CompiledRule, limit: number): string {
  const named = new Set([...namesIn(compiled), ...eventIdentity, 'requestReceivedTimestamp']);
  const texts = JSON.stringify(compiled.rule.annotations ?? {});
  return statementOf(search, (name) => named.has(name) || texts.includes(name), { limit, offset: 0 });
}

function statementOf(
  search: string,
  isWanted: (name: string) => boolean,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): string {
  const columns = fields.flatMap(({ name, type, source }) => {
    if (source.kind === 'object' || !isWanted(name)) return [];
    const quoted = `"${name}"`;
    return [type === 'long' ? quoted : `substr(${quoted}, 1, ${cellCharacters}) as ${quoted}`];
  });
  const all = ['"__time__"', '"__cluster__"', ...columns].join(', ');
  const order = ['__time__', ...eventIdentity].map((name) => `"${name}"`).join(', ');
  const skipped = offset > 0 ? `offset ${offset} ` : '';
  return `${search} | select ${all} from log order by ${order} ${skipped}limit ${limit}`;
}

/** Names that conditions and groups of a rule have. */
function namesIn({ rule, severities }: CompiledRule): readonly string[] {
  const conditions = severities.flatMap(({ condition }) => (condition ? columnNames(condition.root) : []));
  const names = [...conditions.map(({ name }) => name), ...(rule.groupBy ?? [])];
  return names.map((name) => name.replace(/^\$\d\./, ''));
}
