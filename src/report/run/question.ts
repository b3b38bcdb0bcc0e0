import { type Analysis, readRange } from '../../analysis/index.ts';
import { type Caller, selectClusters } from '../../access/index.ts';
import { formatMicroTime } from '../../audit/index.ts';
import { AppError, said } from '../../base/index.ts';
import { type Dashboard, type FilterName, type Filters, variableValues } from '../../dashboards/index.ts';
import type { Clock, Logger } from '../../platform/index.ts';
import type { TimeRange } from '../../query/index.ts';
import type { Cluster, Records } from '../../records/index.ts';

/** What a filter or a variable is given: a number for what is one, such as a status code. */
type Value = string | number;

/** What a run is asked for. */
export interface RunQuestion {
  /** As the API writes times; left out: the dashboard's own range, to now. */
  readonly from?: string | number | undefined;
  readonly to?: string | number | undefined;
  /** By name; none are all that the caller may see. */
  readonly clusters?: readonly string[] | undefined;
  readonly filters?: { readonly [Name in FilterName]?: readonly Value[] | undefined } | undefined;
  readonly variables?: Readonly<Record<string, Value>> | undefined;
  /** Ids; left out: all. */
  readonly panels?: readonly string[] | undefined;
  /** Of titles: a tag such as `zh-CN`; left out: English. */
  readonly language?: string | undefined;
  /** IANA name; left out: the server's. */
  readonly timeZone?: string | undefined;
}

/** What dashboards are run with. */
export interface RunDeps {
  readonly analysis: Pick<Analysis, 'statement' | 'together'>;
  readonly records: Pick<Records, 'clusters'>;
  readonly clock: Pick<Clock, 'nowMicros'>;
  readonly logger: Logger;
}

/** A run whose question was read: every panel is asked over the same range and clusters. */
export interface Run {
  readonly caller: Caller;
  readonly signal: AbortSignal;
  readonly nowMicros: number;
  readonly range: TimeRange;
  readonly clusters: readonly Cluster[];
  readonly filters: Filters;
  readonly variables: Readonly<Record<string, string>>;
  readonly language: string;
  readonly timeZone: string | undefined;
}

/**
 * Reads a question about a dashboard. Throws AppError: `bad-request` for a range that is none and a variable that the dashboard does not
 * have, `not-found` for a cluster that the caller does not see.
 */
export async function readQuestion(
  { records, clock }: Pick<RunDeps, 'records' | 'clock'>,
  dashboard: Pick<Dashboard, 'id' | 'range' | 'variables'>,
  {
    caller,
    question,
    signal,
  }: { readonly caller: Caller; readonly question: RunQuestion; readonly signal: AbortSignal },
): Promise<Run> {
  const nowMicros = clock.nowMicros();
  const { from = dashboard.range, to = 'now', language = 'en', timeZone } = question;
  const { filters, variables } = shownValues(question);
  const range = readRange(from, to, nowMicros);
  const names = new Set(dashboard.variables.map(({ name }) => name));
  const unknown = Object.keys(variables).find((name) => !names.has(name));
  if (unknown !== undefined)
    throw new AppError(
      'bad-request',
      said`cannot set variable "${unknown}": dashboard "${dashboard.id}" has ${listed(names)}`,
    );
  const { clusters } = await selectClusters(records, caller, question.clusters);
  return {
    caller,
    signal,
    nowMicros,
    range,
    clusters,
    filters,
    variables: variableValues(dashboard, variables),
    language,
    timeZone,
  };
}

/** Filters and variables as text, which is what they are put into statements as. */
export function shownValues({ filters = {}, variables = {} }: RunQuestion): {
  readonly filters: Filters;
  readonly variables: Readonly<Record<string, string>>;
} {
  return {
    filters: Object.fromEntries(Object.entries(filters).map(([name, values]) => [name, values?.map(String)])),
    variables: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)])),
  };
}

function listed(names: ReadonlySet<string>): string {
  return names.size === 0 ? 'none' : [...names].map((name) => `"${name}"`).join(', ');
}

/** A time as it is answered, and asked with: to the microsecond, so that a statement asked again is about the same events. */
export function shownTime(micros: number): string {
  return formatMicroTime(micros);
}
