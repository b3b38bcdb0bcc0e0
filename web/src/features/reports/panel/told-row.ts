import type { Json } from '../../../api/json.ts';
import { cellNumber, cellText } from '../../../../../src/charts/index.ts';
import { outcomeOf } from '../../../components/deed/facts.ts';
import type { DeedFacts } from '../../../components/deed/facts.ts';
import type { Meaning, PanelColumn } from './panel-columns.ts';

/** What an operation is told from, as far as the columns of a row say it. */
export interface ToldRow {
  readonly facts: DeedFacts & { readonly code: number | undefined; readonly reason: string };
  /** The columns that the sentence takes up. */
  readonly time: PanelColumn | undefined;
  readonly user: PanelColumn | undefined;
  readonly namespace: PanelColumn | undefined;
  readonly address: PanelColumn | undefined;
  /** What else the row says. */
  readonly others: readonly PanelColumn[];
}

/** Names under which content and own dashboards have what no meaning is for. */
const names = {
  subresource: ['subresource', 'objectRef.subresource'],
  command: ['command', 'derived.command'],
  uri: ['requestURI', 'uri', 'path'],
} as const;

/** Reads a row as an operation; undefined where its columns tell none: no verb, or nobody and nothing it was done to. */
export function tellRow(columns: readonly PanelColumn[], row: readonly (Json | undefined)[]): ToldRow | undefined {
  const meaning = (means: Meaning) => columns.find((column) => column.means === means);
  const named = (kind: keyof typeof names) => columns.find(({ name }) => names[kind].some((known) => known === name));
  const text = (column: PanelColumn | undefined): string => (column && cellText(row[column.at])) ?? '';
  const parts = {
    verb: meaning('verb'),
    resource: meaning('resource'),
    object: meaning('object'),
    code: meaning('code'),
    user: meaning('user'),
    namespace: meaning('namespace'),
    address: meaning('address'),
    time: columns.find(({ unit }) => unit === 'time'),
    subresource: named('subresource'),
    command: named('command'),
    uri: named('uri'),
  };
  if (!parts.verb || (!parts.resource && !parts.uri) || !parts.user) return undefined;
  const code = cellNumber(parts.code && row[parts.code.at]);
  const answered = Number.isNaN(code) ? undefined : code;
  const taken = new Set(Object.values(parts));
  return {
    facts: {
      outcome: outcomeOf(answered),
      code: answered,
      reason: '',
      verb: text(parts.verb),
      command: text(parts.command),
      subresource: text(parts.subresource),
      resource: text(parts.resource),
      name: text(parts.object),
      uri: text(parts.uri),
    },
    time: parts.time,
    user: parts.user,
    namespace: parts.namespace,
    address: parts.address,
    others: columns.filter((column) => !taken.has(column) && column.means !== 'audit-id'),
  };
}
