import { scalarText } from '../../../api/json.ts';
import { fieldValue } from '../../../components/deed/facts.ts';
import type { MenuValue } from '../../../components/value-menu/value-menu-context.ts';
import type { EventItem } from '../use-log.ts';
import type { Column } from './columns.ts';
import type { ListRow } from './list-rows.ts';

/** The values of a cell of a row: of what is alike, those that all have. */
export function rowValues(column: Column, { item, items, fold }: ListRow): readonly MenuValue[] {
  const values = cellValues(column, item);
  if (fold?.kind !== 'alike') return values;
  if (column.kind === 'sentence') return present(values);
  const text = fieldText(column.name, item);
  return present(items.every((other) => fieldText(column.name, other) === text) ? values : []);
}

/** The values that a cell is made of, the foremost first; their menu changes the query. */
function cellValues(column: Column, item: EventItem): readonly MenuValue[] {
  if (column.kind === 'field') return [{ field: column.name, value: fieldText(column.name, item) }];
  const { facts } = item;
  switch (column.name) {
    case 'time':
      return [];
    case 'who':
      return present([
        { field: 'user.username', value: facts.username },
        { field: 'impersonatedUser.username', value: facts.impersonated },
      ]);
    case 'did':
      return present([
        { field: 'verb', value: facts.verb },
        { field: 'objectRef.resource', value: facts.resource },
        { field: 'objectRef.subresource', value: facts.subresource },
        namedObject(item),
        { field: 'derived.command', value: facts.command },
      ]);
    case 'outcome':
      return [{ field: 'responseStatus.code', value: facts.code === undefined ? '' : String(facts.code) }];
    case 'where':
      return [
        { field: 'objectRef.namespace', value: facts.namespace },
        ...present([{ field: '__cluster__', value: facts.cluster }]),
      ];
  }
}

/** The text of a field of an event, derived ones included; empty where it has none. */
export function fieldText(name: string, { event, facts }: EventItem): string {
  const value =
    fieldValue(event.json, name) ?? (name === 'derived.latencyMs' ? latencyOf(event.json) : derivedValue(name, facts));
  return value === undefined || value === null ? '' : scalarText(value);
}

function present(values: readonly MenuValue[]): readonly MenuValue[] {
  return values.filter(({ value }) => value !== '');
}

function namedObject({ facts: { resource, namespace, name } }: EventItem): MenuValue {
  const value = { field: 'objectRef.name', value: name };
  return resource === '' || name === '' ? value : { ...value, entity: { kind: 'object', resource, namespace, name } };
}

/** As the server has it: from the millisecond of the receipt to that of the stage. */
function latencyOf(json: EventItem['event']['json']): number | undefined {
  const [from, to] = ['requestReceivedTimestamp', 'stageTimestamp'].map((field) => {
    const text = fieldValue(json, field);
    return typeof text === 'string' ? Date.parse(text) : NaN;
  });
  const milliseconds = (to ?? NaN) - (from ?? NaN);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

function derivedValue(name: string, facts: EventItem['facts']): string | undefined {
  if (name === 'derived.command') return facts.command;
  if (name === 'derived.client') return facts.client;
  return name === 'derived.clientVersion' ? facts.clientVersion : undefined;
}
