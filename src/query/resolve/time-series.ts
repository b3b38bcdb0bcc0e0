import { said, type Said } from '../../base/index.ts';
import { fixedOffset, offsetSecondsAt } from '../functions/index.ts';
import { reject } from '../sql/index.ts';
import type { Analysis } from './analysis.ts';
import { chooseOverload } from './overload.ts';
import type { Assignment, Padding, Plan } from './plan.ts';
import { columnReference } from './scope.ts';
import type { Column, Typed, TypedCall } from './typed.ts';
import { type Type, types } from '../types/index.ts';

/** The most buckets that a time series may have. */
const maxBuckets = 100_000;

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Seconds of the windows that 'auto' chooses from: the narrowest of which the range has at most so many. */
const autoSteps = [1, 5, 10, 30, 60, 300, 600, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 604_800, 2_592_000];
const autoBuckets = 200;
const paddings: readonly Padding[] = ['0', 'null', 'last', 'next', 'avg'];

/** A key of GROUP BY that makes a time series, and what it says. */
export interface TimeSeriesKey {
  readonly index: number;
  readonly call: TypedCall;
  /** The start of a row's bucket. */
  readonly bucket: Assignment;
  readonly first: number;
  readonly step: number;
  readonly count: number;
  readonly padding: Padding;
}

function constant(call: TypedCall, index: number, what: Said): string {
  const argument = call.args[index];
  if (argument?.kind === 'literal' && typeof argument.value === 'string') return argument.value;
  return reject(
    'invalid-argument',
    said`The ${what} of time_series must be a constant text`,
    argument?.span ?? call.span,
  );
}

function integer(value: number, span: Typed['span']): Typed {
  const type: Type = types.bigint;
  return { kind: 'literal', value: String(value), type, span };
}

/** Finds the time series among the keys of a GROUP BY. */
export function findTimeSeries(analysis: Analysis, keys: readonly Typed[]): TimeSeriesKey | null {
  const found = keys.flatMap((key, index) =>
    key.kind === 'call' && key.function.name === 'time_series' ? [{ index, call: key }] : [],
  );
  const [first, second] = found;
  if (!first) return null;
  if (second) reject('invalid-argument', said`There can be one time_series in a GROUP BY`, second.call.span);
  return readTimeSeries(analysis, first.index, first.call);
}

/** Seconds of a window that is written as '5m', or that fits a range where it is 'auto'. */
function stepOf(width: string, rangeSeconds: number, call: TypedCall): number {
  if (width === 'auto') {
    const widest = autoSteps.at(-1) ?? 1;
    return autoSteps.find((step) => rangeSeconds / step <= autoBuckets) ?? widest;
  }
  const match = /^(\d{1,6})([smhd])$/.exec(width);
  const step = Number(match?.[1]) * (units[match?.[2] ?? ''] ?? 0);
  if (step > 0) return step;
  return reject(
    'invalid-argument',
    said`'${width}' is no window of time`,
    call.args[1]?.span ?? call.span,
    said`write '30s', '5m', '2h' or '1d', or 'auto' for one that fits the range`,
  );
}

function readTimeSeries(analysis: Analysis, index: number, call: TypedCall): TimeSeriesKey {
  const width = constant(call, 1, said`window`);
  const { from, to } = analysis.rangeSeconds;
  const step = stepOf(width, to - from, call);
  const padding = paddings.find((known) => known === constant(call, 3, said`padding`));
  if (!padding) {
    reject(
      'invalid-argument',
      said`The padding of time_series is one of ${paddings.join(', ')}`,
      call.args[3]?.span ?? call.span,
    );
  }
  // Days begin at midnight of the statement's zone.
  const ahead = fixedOffset(analysis.timeZone) ?? offsetSecondsAt(analysis.timeZone, from);
  const origin = -ahead % step;
  const first = Math.floor((from - origin) / step) * step + origin;
  const count = Math.max(1, Math.ceil((to - first) / step));
  if (count > maxBuckets) {
    reject(
      'statement-too-complex',
      said`The range has ${count} windows of ${width}; at most ${maxBuckets} are allowed`,
      call.span,
    );
  }
  const operator = analysis.functions.find('operator bucket');
  const [value] = call.args;
  if (!operator || !value) throw new Error('BUG: the catalogue lacks what time_series is made of');
  const args = [value, integer(step, call.span), integer(origin, call.span)].map((item) => ({
    kind: 'value' as const,
    value: item,
  }));
  const chosen = chooseOverload(operator, args, call.span, () =>
    reject('wrong-arguments', said`no lambda here`, call.span),
  );
  const column = analysis.newColumn(types.bigint, true);
  const bucket: Assignment = { column, value: { kind: 'call', function: operator, ...chosen, span: call.span } };
  return { index, call, bucket, first, step, count, padding };
}

/** Fills the buckets of an aggregation by time, and adds the column that prints them. */
export function fillTimeSeries(
  analysis: Analysis,
  aggregation: Extract<Plan, { kind: 'aggregate' }>,
  series: TimeSeriesKey,
): { readonly plan: Plan; readonly text: Column } {
  const { bucket, first, step, count, padding, call } = series;
  const keys = aggregation.keys.map(({ column }) => column).filter((column) => column !== bucket.column);
  const values = aggregation.aggregates.map(({ column }) => column);
  const filled: Plan = {
    kind: 'fill',
    source: aggregation,
    bucket: bucket.column,
    keys,
    values,
    first,
    step,
    count,
    padding,
  };
  const format = analysis.functions.find('date_format');
  const pattern = call.args[2];
  if (!format || !pattern) throw new Error('BUG: the catalogue lacks date_format');
  const args = [columnReference(bucket.column, '', call.span), pattern].map((item) => ({
    kind: 'value' as const,
    value: item,
  }));
  const chosen = chooseOverload(format, args, call.span, () =>
    reject('wrong-arguments', said`no lambda here`, call.span),
  );
  const text = analysis.newColumn(types.varchar, true);
  const items: Assignment[] = [{ column: text, value: { kind: 'call', function: format, ...chosen, span: call.span } }];
  return { plan: { kind: 'project', source: filled, items, keep: true }, text };
}
