import { createRandom } from '../src/demo/index.ts';
import { createBenchCluster } from './event-cluster.ts';
import { kinds, type Request } from './event-mix.ts';

/** Distinct events for benchmarks, written by string templates: JSON.stringify would be slower than what is measured. */
export interface BenchEventOptions {
  /** How many events. */
  readonly count: number;
  /** The same seed gives the same events; 1 by default. */
  readonly seed?: number;
  /** When the first event is; midnight of 2026-11-01 by default. */
  readonly from?: Date;
  /** How many events a second the cluster logs; 500 by default. */
  readonly rate?: number;
  /** How many items a webhook body has; 400, kube-apiserver's default, by default. */
  readonly batch?: number;
}

/** The events as kube-apiserver's webhook backend POSTs them: EventLists of v1 whose items have no kind and apiVersion. */
export function* eventLists(options: BenchEventOptions): Generator<Buffer, void> {
  yield* bodies(options, {
    head: '{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[',
    opening: '{',
    separator: ',',
    tail: ']}',
  });
}

/** The same events as the log backend writes them: chunks of whole lines, each of as many events as a webhook body has. */
export function* logChunks(options: BenchEventOptions): Generator<Buffer, void> {
  const opening = '{"kind":"Event","apiVersion":"audit.k8s.io/v1",';
  yield* bodies(options, { head: '', opening, separator: '\n', tail: '\n' });
}

interface Wrapping {
  readonly head: string;
  /** What an event begins with. */
  readonly opening: string;
  readonly separator: string;
  readonly tail: string;
}

/** No event is as large as this by far. */
const largestEvent = 16_384;

function* bodies(options: BenchEventOptions, { head, opening, separator, tail }: Wrapping): Generator<Buffer, void> {
  const { count, seed = 1, batch = 400 } = options;
  const next = createEvents(seed, options);
  const buffer = Buffer.allocUnsafe(head.length + batch * largestEvent);
  for (let written = 0; written < count; written += batch) {
    let length = buffer.write(head, 0, 'latin1');
    const items = Math.min(batch, count - written);
    for (let index = 0; index < items; index += 1) {
      if (index > 0) length += buffer.write(separator, length, 'latin1');
      length += buffer.write(next(opening), length, 'latin1');
    }
    length += buffer.write(tail, length, 'latin1');
    yield Buffer.from(buffer.subarray(0, length));
  }
}

/** Creates a source of events, each some milliseconds after the one before; `opening` is what an event begins with. */
function createEvents(
  seed: number,
  { from, rate = 500 }: Pick<BenchEventOptions, 'from' | 'rate'> = {},
): (opening: string) => string {
  const random = createRandom(seed);
  const cluster = createBenchCluster(random);
  // A place for every thousandth: one draw picks a kind.
  const mix = kinds.flatMap((kind) => Array.from({ length: kind.share }, () => kind));
  const clock = createTimes();
  let micros = (from ?? new Date('2026-11-01T00:00:00Z')).getTime() * 1000;
  let version = 90_000_000;
  return (opening) => {
    micros += random.below(2_000_000 / rate);
    version += random.below(4);
    const received = clock(micros);
    const staged = clock(micros + 300 + random.below(9_000));
    const request = random.pick(mix).make({ random, cluster, version, time: `${received.slice(0, 19)}Z` });
    return opening + membersOf(request, random.uuid(), received, staged);
  };
}

function membersOf(request: Request, auditID: string, received: string, staged: string): string {
  const { level, uri, verb, caller, object, requestObject, responseObject } = request;
  const { status = '{"metadata":{},"code":200}', refused = false, stage = 'ResponseComplete' } = request;
  const about = object === undefined ? '' : `,"objectRef":${object}`;
  const sent = requestObject === undefined ? '' : `,"requestObject":${requestObject}`;
  const answered = responseObject === undefined ? '' : `,"responseObject":${responseObject}`;
  return (
    `"level":"${level}","auditID":"${auditID}","stage":"${stage}","requestURI":"${uri}","verb":"${verb}",${caller.head}${about},` +
    `"responseStatus":${status}${sent}${answered},"requestReceivedTimestamp":"${received}","stageTimestamp":"${staged}","annotations":` +
    `{"authorization.k8s.io/decision":"${refused ? 'forbid' : 'allow'}","authorization.k8s.io/reason":${refused ? '""' : caller.reason}}}`
  );
}

/** Writes microseconds as metav1.MicroTime; the part up to the second is kept from one time to the next. */
function createTimes(): (micros: number) => string {
  let second = -1;
  let text = '';
  return (micros) => {
    const whole = Math.floor(micros / 1_000_000);
    if (whole !== second) {
      second = whole;
      text = new Date(whole * 1000).toISOString().slice(0, 19);
    }
    return `${text}.${String(micros - whole * 1_000_000).padStart(6, '0')}Z`;
  };
}
