import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { localAdmin } from '../access/index.ts';
import { noLimits } from '../records/index.ts';
import {
  type Call,
  eventsOf,
  type ForwardKit,
  type Sink,
  type SinkAnswer,
  startForwardKit,
  startSink,
} from './testkit.ts';

let kit: ForwardKit;
const sinks: Sink[] = [];
beforeEach(async () => {
  kit = await startForwardKit();
});
afterEach(async () => {
  await kit.close();
  for (const sink of sinks.splice(0)) await sink[Symbol.asyncDispose]();
});

async function sinkOf(answer?: (call: Call) => SinkAnswer): Promise<Sink> {
  const sink = await startSink(answer);
  sinks.push(sink);
  return sink;
}

const webhook = (name: string, { url }: Sink, more = ''): string =>
  `kind: Destination\nname: ${name}\ntype: webhook\nurl: ${url}/hook?key=k3y-value\n${more}`;
const idsIn = (calls: readonly Call[]): string[] => calls.flatMap(eventsOf).map(({ auditID }) => auditID);
const statusOf = async (name: string) => (await kit.forwarding.list()).find((one) => one.name === name);
/** Applies a file as the administrator `ann`. */
async function applyAsUser(yaml: string): Promise<void> {
  const { createdAt: since } = await kit.kept.records.users.add({
    name: 'ann',
    role: 'admin',
    limits: noLimits,
    passwordHash: '',
    mustChangePassword: false,
  });
  const caller = { ...localAdmin, kind: 'user' as const, name: 'ann', since };
  expect(await kit.forwarding.apply(yaml, caller)).toMatchObject({ ok: true });
}
/** Bodies of one event each, numbered on. */
function receive(count: number, from = 0): string[] {
  const ids = Array.from({ length: count }, (_, index) => `e${from + index}`);
  for (const id of ids) kit.receive({ id });
  return ids;
}

describe('a destination', () => {
  test('is sent what comes in from then on, in order of receipt, and says that it has had all', async () => {
    receive(3, 100);
    const sink = await sinkOf();
    await kit.apply(webhook('siem', sink));
    const ids = receive(20);
    await kit.until(() => idsIn(sink.calls).length >= 20);
    expect(idsIn(sink.calls)).toEqual(ids);
    await kit.until(async () => (await statusOf('siem'))?.sent === 20);
    expect(await statusOf('siem')).toMatchObject({ lagEvents: 0, lagSeconds: 0, rejected: 0, failure: undefined });
    expect(await kit.registry.metrics()).toContain('whodunit_forward_lag_seconds{destination="siem"} 0');
    expect(await kit.registry.metrics()).toContain(
      'whodunit_forward_events_total{destination="siem",outcome="sent"} 20',
    );
  });

  test('is sent what its filter finds, of its clusters', async () => {
    const sink = await sinkOf();
    const { id: other } = await kit.kept.records.clusters.add({
      name: 'other',
      project: 'p',
      kind: 'self-managed',
      retentionDays: 30,
    });
    await kit.apply(webhook('siem', sink, `filter: 'not user.username: system'\nclusters: [prod]\n`));
    kit.receive(
      { id: 'mine' },
      { id: 'theirs', more: { user: { username: 'system:node:a' } } },
      { id: 'elsewhere', clusterId: other },
    );
    kit.receive({ id: 'last' });
    await kit.until(() => idsIn(sink.calls).includes('last'));
    expect(idsIn(sink.calls)).toEqual(['mine', 'last']);
  });

  test('goes on where it was after a restart, and begins a batch that was on its way anew, the same', async () => {
    let answer: SinkAnswer = {};
    const sink = await sinkOf(() => answer);
    await kit.apply(webhook('siem', sink));
    receive(5);
    await kit.until(async () => (await statusOf('siem'))?.sent === 5);
    answer = 'never';
    kit.receive({ id: 'a' }, { id: 'b' });
    await kit.until(() => sink.open() === 1);
    receive(5, 5);
    await kit.restart();
    answer = {};
    receive(5, 10);
    await kit.until(async () => (await statusOf('siem'))?.sent === 17);
    const interrupted = sink.calls.filter((call) => idsIn([call]).includes('a'));
    expect(interrupted.map((call) => idsIn([call]))).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(new Set(interrupted.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(idsIn(sink.calls)).size).toBe(17);
  });

  test('that is slow is behind by what it has not had', async () => {
    const sink = await sinkOf(() => 'never');
    await kit.apply(webhook('siem', sink));
    kit.receive({ id: 'a' }, { id: 'b' });
    await kit.until(() => sink.open() === 1);
    receive(3);
    kit.kept.clock.advance(10_000);
    const status = await statusOf('siem');
    expect(status).toMatchObject({ lagEvents: 5, sent: 0 });
    expect(status?.lagSeconds).toBeGreaterThan(9);
  });

  test('is not asked for what its owner may not forward any more, and nothing is passed over', async () => {
    const sink = await sinkOf();
    const { users } = kit.kept.records;
    await applyAsUser(webhook('siem', sink));
    receive(2);
    await kit.until(() => idsIn(sink.calls).length === 2);
    await users.change('ann', { role: 'viewer' });
    receive(2, 2);
    await kit.until(() => kit.forwarding.failures().get('siem')?.isStopped === true);
    expect(kit.forwarding.failures().get('siem')?.answer).toContain('apply it again');
    await users.change('ann', { role: 'admin' });
    receive(2, 4);
    await kit.until(() => idsIn(sink.calls).length >= 6, 1000);
    expect(idsIn(sink.calls)).toEqual(['e0', 'e1', 'e2', 'e3', 'e4', 'e5']);
  });

  test('is not asked again either for a batch that it did not take while its owner could still forward', async () => {
    const sink = await sinkOf(() => ({ status: 503 }));
    await applyAsUser(webhook('siem', sink));
    receive(1);
    await kit.until(() => sink.calls.length === 2);
    await kit.kept.records.users.change('ann', { role: 'viewer' });
    const { length } = sink.calls;
    await kit.until(() => kit.forwarding.failures().get('siem')?.isStopped === true);
    expect(sink.calls.length - length).toBeLessThanOrEqual(1);
  });

  test('that is made again while it is being deleted is sent what comes in, and its deletion ends', async () => {
    let answer: SinkAnswer = 'never';
    const sink = await sinkOf(() => answer);
    await kit.apply(webhook('siem', sink));
    receive(1);
    await kit.until(() => sink.open() === 1);
    const deleted = kit.forwarding.delete('siem');
    await kit.apply(webhook('siem', sink));
    expect(await deleted).toBe(true);
    answer = {};
    kit.receive({ id: 'later' });
    await kit.until(() => idsIn(sink.calls).includes('later'));
  });
});

describe('trouble', () => {
  test('429, 500, an answer that breaks off and one that never comes are tried again, and nothing is lost', async () => {
    const answers: SinkAnswer[] = [
      { status: 429, headers: { 'retry-after': '30' } },
      { status: 500, body: 'busy k3y-value' },
      'reset',
      'never',
    ];
    const sink = await sinkOf(() => answers.shift() ?? {});
    await kit.apply(webhook('siem', sink));
    receive(1);
    await kit.until(() => kit.forwarding.failures().get('siem')?.answer === '500: busy [redacted]', 50);
    await kit.until(() => sink.open() === 1 && sink.calls.length === 4, 1000);
    await kit.until(async () => (await statusOf('siem'))?.sent === 1, 1000);
    expect(await statusOf('siem')).toMatchObject({ failure: undefined, rejected: 0 });
  });

  test('what is refused is set aside with the answer, and the rest goes on', async () => {
    const sink = await sinkOf((call) => (idsIn([call]).includes('bad') ? { status: 400, body: 'no such field' } : {}));
    await kit.apply(webhook('siem', sink));
    kit.receive({ id: 'a' }, { id: 'bad' }, { id: 'b' });
    kit.receive({ id: 'c' });
    await kit.until(async () => (await statusOf('siem'))?.sent === 3);
    expect(await statusOf('siem')).toMatchObject({ rejected: 1, failure: undefined });
    expect(await kit.forwarding.rejects('siem', { limit: 10 })).toMatchObject([
      { auditId: 'bad', status: 400, answer: 'no such field' },
    ]);
  });

  test('413 is sent again in parts', async () => {
    const sink = await sinkOf((call) => (call.body.length > 600 ? { status: 413 } : {}));
    await kit.apply(webhook('siem', sink));
    kit.receive(...Array.from({ length: 40 }, (_, index) => ({ id: `e${index}` })));
    await kit.until(async () => (await statusOf('siem'))?.sent === 40);
    expect(await statusOf('siem')).toMatchObject({ rejected: 0 });
  });

  test('401 stops it until it is mended; then all that came meanwhile is sent', async () => {
    let answer: SinkAnswer = { status: 401, body: 'who are you' };
    const sink = await sinkOf(() => answer);
    await kit.apply(webhook('siem', sink));
    const ids = receive(3);
    await kit.until(() => kit.forwarding.failures().get('siem')?.isStopped === true);
    const { calls } = sink;
    const asked = calls.length;
    for (let minute = 0; minute < 9; minute += 1) kit.kept.clock.advance(60_000);
    expect(calls).toHaveLength(asked);
    answer = {};
    await kit.apply(webhook('siem', sink, 'token: new'));
    await kit.until(async () => (await statusOf('siem'))?.sent === 3);
    expect(idsIn(calls.slice(asked))).toEqual(ids);
    expect(calls.at(-1)?.headers.authorization).toBe('Bearer new');
  });

  test('a destination that hangs costs the others and the store nothing', async () => {
    const count = async (withHanging: boolean): Promise<number> => {
      const fine = await sinkOf();
      const hanging = await sinkOf(() => 'never');
      await kit.apply(webhook('fine', fine));
      if (withHanging) await kit.apply(webhook('hanging', hanging));
      receive(1, 1000);
      await kit.until(async () => (await statusOf('fine'))?.sent === 1 && hanging.open() === (withHanging ? 1 : 0), 10);
      const reads = kit.reads();
      for (let index = 0; index < 30; index += 1) {
        receive(1, index);
        await kit.until(() => idsIn(fine.calls).length === index + 2, 10);
      }
      expect(hanging.calls.length).toBe(withHanging ? 1 : 0);
      return kit.reads() - reads;
    };
    const alone = await count(false);
    await kit.close();
    kit = await startForwardKit();
    expect(await count(true)).toBe(alone);
  });

  test('a destination of a private address is not called unless the operator allows it', async () => {
    const sink = await sinkOf();
    await kit.close();
    kit = await startForwardKit({}, { environment: {} });
    await kit.apply(webhook('siem', sink));
    receive(1);
    await kit.until(() => kit.forwarding.failures().get('siem')?.isStopped === true);
    expect(kit.forwarding.failures().get('siem')?.answer).toContain('WHODUNIT_ALLOW_PRIVATE_DESTINATIONS');
    expect(sink.calls).toEqual([]);
  });
});

describe('sending again', () => {
  test('a range is sent again under the same identity, beside what comes in', async () => {
    const sink = await sinkOf();
    await kit.apply(webhook('siem', sink));
    const begin = kit.kept.clock.nowMicros();
    const ids = receive(10);
    kit.receive({ id: 'old', timeMicros: 5_000_000 });
    await kit.until(async () => (await statusOf('siem'))?.sent === 11);
    const before = sink.calls.length;
    await kit.forwarding.replay('siem', { fromMicros: begin, toMicros: begin + 1_000_000_000 }, localAdmin);
    receive(1, 10);
    await kit.until(async () => (await statusOf('siem'))?.replays[0]?.endedAt !== undefined);
    expect(idsIn(sink.calls.slice(before)).toSorted()).toEqual([...ids, 'e10', 'old'].toSorted());
    expect(await statusOf('siem')).toMatchObject({ sent: 23, replays: [{ sent: 11 }] });
    // By the time when it happened.
    await kit.forwarding.replay('siem', { fromMicros: 5_000_000, toMicros: 6_000_000 }, localAdmin);
    await kit.until(async () => (await statusOf('siem'))?.replays[0]?.endedAt !== undefined);
    expect(idsIn(sink.calls.slice(-1))).toEqual(['old']);
  });

  test('goes on after a restart', async () => {
    let answer: SinkAnswer = {};
    const sink = await sinkOf(() => answer);
    await kit.apply(webhook('siem', sink, 'maxEvents: 2\n'));
    const begin = kit.kept.clock.nowMicros();
    receive(9);
    await kit.until(async () => (await statusOf('siem'))?.sent === 9);
    const before = sink.calls.length;
    answer = 'never';
    await kit.forwarding.replay('siem', { fromMicros: begin, toMicros: begin + 1_000_000_000 }, localAdmin);
    await kit.until(() => sink.open() === 1);
    await kit.restart();
    answer = {};
    await kit.until(async () => (await statusOf('siem'))?.replays[0]?.endedAt !== undefined);
    expect(new Set(idsIn(sink.calls.slice(before))).size).toBe(9);
    expect(await statusOf('siem')).toMatchObject({ replays: [{ sent: 9 }] });
  });
});

describe('pausing', () => {
  test('sends nothing, not even what is under way, until it goes on; then all that came meanwhile', async () => {
    let answer: SinkAnswer = {};
    const sink = await sinkOf(() => answer);
    await kit.apply(webhook('siem', sink));
    const ids = receive(2);
    await kit.until(async () => (await statusOf('siem'))?.sent === 2);
    answer = 'never';
    ids.push(...receive(1, 2));
    await kit.until(() => sink.open() === 1);
    expect(await kit.forwarding.pause('siem', localAdmin)).toMatchObject({ paused: { by: 'local-admin' } });
    await kit.until(() => sink.open() === 0);
    answer = {};
    ids.push(...receive(3, 3));
    const { length } = sink.calls;
    for (let minute = 0; minute < 20; minute += 1) kit.kept.clock.advance(60_000);
    await kit.apply(webhook('siem', sink, 'maxEvents: 2\n'));
    expect(await statusOf('siem')).toMatchObject({ sent: 2, lagEvents: 4, failure: undefined });
    expect((await statusOf('siem'))?.lagSeconds).toBeGreaterThan(1000);
    await kit.restart();
    expect(sink.calls).toHaveLength(length);
    expect(await kit.forwarding.resume('siem')).toMatchObject({ paused: undefined });
    await kit.until(async () => (await statusOf('siem'))?.sent === 6);
    expect(idsIn(sink.calls.slice(length))).toEqual(ids.slice(2));
    await expect(kit.forwarding.pause('nobody', localAdmin)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('of one that has had all leaves it without a lag', async () => {
    const sink = await sinkOf();
    await kit.apply(webhook('siem', sink));
    receive(2);
    await kit.until(async () => (await statusOf('siem'))?.sent === 2);
    await kit.until(async () => (await statusOf('siem'))?.lagSeconds === 0);
    await kit.forwarding.pause('siem', localAdmin);
    kit.kept.clock.advance(3_600_000);
    expect(await statusOf('siem')).toMatchObject({ lagEvents: 0, lagSeconds: 0 });
  });
});

test('how many events a second are taken, and how often a call is made again, is told', async () => {
  const answers: SinkAnswer[] = [{ status: 503 }, { status: 503 }];
  const sink = await sinkOf(() => answers.shift() ?? {});
  await kit.apply(webhook('siem', sink));
  receive(6);
  await kit.until(async () => (await statusOf('siem'))?.sent === 6);
  expect((await statusOf('siem'))?.pace).toEqual({ perSecond: 0.1, retries: 2 });
  kit.kept.clock.advance(62_000);
  expect((await statusOf('siem'))?.pace).toEqual({ perSecond: 0, retries: 2 });
});

describe('a replay', () => {
  test('is ended amid a call, and what comes in goes on', async () => {
    let answer: SinkAnswer = {};
    const sink = await sinkOf(() => answer);
    await kit.apply(webhook('siem', sink, 'maxEvents: 2\n'));
    const fromMicros = kit.kept.clock.nowMicros();
    receive(6);
    await kit.until(async () => (await statusOf('siem'))?.sent === 6);
    answer = 'never';
    const { id } = await kit.forwarding.replay('siem', { fromMicros, toMicros: fromMicros * 2 }, localAdmin);
    await kit.until(() => sink.open() === 1);
    await kit.forwarding.cancelReplay('siem', id, localAdmin);
    answer = {};
    const { length } = sink.calls;
    receive(1, 6);
    await kit.until(async () => (await statusOf('siem'))?.sent === 7);
    expect(idsIn(sink.calls.slice(length))).toEqual(['e6']);
    expect(await statusOf('siem')).toMatchObject({ replays: [{ id, sent: 0, cancelledBy: 'local-admin' }] });
    for (const [name, run] of [
      ['siem', id],
      ['siem', id - 1],
      ['nobody', id],
    ] as const)
      await expect(kit.forwarding.cancelReplay(name, run, localAdmin)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a dead letter', () => {
  test('is sent again and forgotten when it is taken; what is said of it otherwise is kept', async () => {
    let answer: SinkAnswer = { status: 400, body: 'no such field' };
    const sink = await sinkOf((call) => (idsIn([call]).some((id) => id.startsWith('bad')) ? answer : {}));
    await kit.apply(webhook('siem', sink));
    kit.receive({ id: 'a' }, { id: 'bad1' }, { id: 'bad2' }, { id: 'b' });
    await kit.until(async () => (await statusOf('siem'))?.deadLetters === 2);
    const rejects = async () => kit.forwarding.rejects('siem', { limit: 10 });
    const ids = (await rejects()).map(({ id }) => id).toSorted((a, b) => a - b);
    answer = { status: 503, body: 'busy' };
    expect(await kit.forwarding.resend('siem', ids)).toEqual([
      { id: ids[0], outcome: 'retry', status: 503, answer: 'busy' },
    ]);
    answer = { status: 422, body: 'still none' };
    expect(await kit.forwarding.resend('siem', ids)).toMatchObject([{ outcome: 'refused' }, { outcome: 'refused' }]);
    expect(await rejects()).toMatchObject([
      { auditId: 'bad2', status: 422 },
      { auditId: 'bad1', answer: 'still none' },
    ]);
    answer = {};
    const { length } = sink.calls;
    expect(await kit.forwarding.resend('siem', [...ids, 12_345])).toMatchObject([
      { id: ids[0], outcome: 'sent' },
      { id: ids[1], outcome: 'sent' },
    ]);
    expect(idsIn(sink.calls.slice(length))).toEqual(['bad1', 'bad2']);
    expect(await rejects()).toEqual([]);
    expect(await statusOf('siem')).toMatchObject({ deadLetters: 0, sent: 4, rejected: 2 });
  });

  test('that is not to be sent at all stays one: the other side would drop it, and say that it has it', async () => {
    const sink = await sinkOf(() => ({}));
    await kit.apply(`kind: Destination\nname: logs\ntype: victorialogs\nurl: ${sink.url}\n`);
    kit.receive({ id: 'old', timeMicros: 0 });
    await kit.until(async () => (await statusOf('logs'))?.deadLetters === 1);
    const [reject] = await kit.forwarding.rejects('logs', { limit: 1 });
    expect(await kit.forwarding.resend('logs', [reject?.id ?? 0])).toEqual([
      { id: reject?.id, outcome: 'refused', answer: 'it is older than 168 hours' },
    ]);
    expect(sink.calls).toEqual([]);
    expect(await statusOf('logs')).toMatchObject({ deadLetters: 1, sent: 0 });
  });

  test('that the filter leaves out by now is not sent', async () => {
    const sink = await sinkOf(() => ({ status: 400 }));
    await kit.apply(webhook('siem', sink));
    receive(1);
    await kit.until(async () => (await statusOf('siem'))?.deadLetters === 1);
    await kit.apply(webhook('siem', sink, 'filter: "verb: delete"\n'));
    const [reject] = await kit.forwarding.rejects('siem', { limit: 1 });
    const { length } = sink.calls;
    expect(await kit.forwarding.resend('siem', [reject?.id ?? 0])).toMatchObject([{ outcome: 'missing' }]);
    expect(sink.calls).toHaveLength(length);
    expect(await statusOf('siem')).toMatchObject({ deadLetters: 1 });
  });
});

describe('a dry run', () => {
  const limits = { events: 2, signal: new AbortController().signal };
  const tried = async (yaml: string) => {
    const run = await kit.forwarding.dryRunFile(yaml, localAdmin, limits);
    if (!run.ok) throw new Error(JSON.stringify(run.diagnostics));
    return run.value;
  };

  test('says byte for byte what is sent then, after filter, redaction and shape, and no secret', async () => {
    const sink = await sinkOf();
    receive(5);
    const more = 'token: t0ken\nheaders: { X-Api-Key: k3y }\nredact: [{ fields: [user] }]\n';
    const yaml = webhook('siem', sink, more);
    const [run] = await tried(yaml);
    expect(sink.calls).toEqual([]);
    expect(await kit.forwarding.list()).toEqual([]);
    expect(run).toMatchObject({
      name: 'siem',
      events: [{ auditId: 'e3', cluster: 'prod', isRedacted: true }, { auditId: 'e4' }],
      calls: [{ method: 'POST', url: `${new URL(sink.url).origin}/…`, compression: undefined, isCut: false }],
      withheld: ['url', 'headers', 'token'],
    });
    expect(JSON.stringify(run)).not.toMatch(/k3y|t0ken/);
    await kit.apply(yaml);
    expect(await kit.forwarding.dryRun('siem', limits)).toEqual(run);
    const all = await kit.forwarding.dryRun('siem', { ...limits, events: 5 });
    const toMicros = kit.kept.clock.nowMicros() * 2;
    await kit.forwarding.replay('siem', { fromMicros: 0, toMicros }, localAdmin);
    await kit.until(async () => (await statusOf('siem'))?.sent === 5);
    expect(sink.calls.map(({ body }) => body.toString())).toEqual(all.calls.map(({ text }) => text));
  });

  test('shows what other protocols write, and what is compressed as it was before', async () => {
    receive(1);
    const loki = 'kind: Destination\nname: a\ntype: loki\nurl: http://loki.example\nmaxAgeHours: 876000\n';
    const syslog = 'kind: Destination\nname: b\ntype: syslog\nurl: tls://syslog.example:6514\n';
    const s3 =
      'kind: Destination\nname: c\ntype: s3\nurl: http://s3.example\nbucket: audit\naccessKeyId: a\nsecretAccessKey: k3y\n';
    const sls =
      'kind: Destination\nname: d\ntype: sls\nurl: http://sls.example\nregion: a\nlogstore: audit\naccessKeyId: a\naccessKeySecret: k3y\nmaxAgeHours: 876000\n';
    const runs = await tried(`${loki}---\n${syslog}---\n${s3}---\n${sls}`);
    const [first, second, third, fourth] = runs.map(({ calls }) => calls[0]);
    expect(first).toMatchObject({ compression: 'gzip', url: 'http://loki.example/loki/api/v1/push' });
    expect(JSON.parse(first?.text ?? '')).toMatchObject({ streams: [{ stream: { cluster: 'prod' } }] });
    expect(second).toMatchObject({ method: undefined, url: undefined });
    expect(second?.text).toMatch(/^\d+ <110>1 .* kube-apiserver .*"auditID":"e0"/);
    expect(third).toMatchObject({ method: 'PUT', compression: 'zstd', headers: { authorization: '…' } });
    expect(third?.text).toContain('"auditID":"e0"');
    expect(fourth).toMatchObject({ method: 'POST', compression: 'deflate' });
    expect(JSON.parse(fourth?.text ?? '')).toMatchObject({ auditID: 'e0' });
    expect(JSON.stringify(runs)).not.toContain('k3y');
  });

  test('says what would be set aside, what is wrong with the file, and that nothing is there', async () => {
    const sink = await sinkOf();
    expect(await tried(webhook('siem', sink))).toMatchObject([{ events: [], calls: [] }]);
    receive(1);
    const aside = await tried(webhook('siem', sink, 'maxBytes: 1024\nfilter: "verb: get"\n'));
    expect(aside).toMatchObject([{ events: [{ setAside: undefined }], calls: [{ events: 1 }] }]);
    kit.receive({ id: 'large', more: { requestURI: 'x'.repeat(2000) } });
    expect(await tried(webhook('siem', sink, 'maxBytes: 1024\n'))).toMatchObject([
      { events: [{ setAside: undefined }, { auditId: 'large', setAside: expect.stringContaining('1024 are taken') }] },
    ]);
    const wrong = webhook('siem', sink, 'filter: "a and"\n');
    expect(await kit.forwarding.dryRunFile(wrong, localAdmin, limits)).toMatchObject({
      ok: false,
      diagnostics: [{ line: 5 }],
    });
    expect(await kit.forwarding.check(wrong)).toMatchObject({ diagnostics: [{ line: 5 }] });
    expect(await kit.forwarding.check('{kind: Destination, name: a, type: webhook}')).toMatchObject({
      names: ['a'],
      diagnostics: [{ code: 'missing-destination-secret' }],
    });
  });
});

describe('a test', () => {
  test('shows no credential that the other side repeats', async () => {
    const sink = await sinkOf(({ headers }) => ({ status: 401, body: `what is ${headers.authorization}` }));
    await kit.apply(
      `kind: Destination\nname: elastic\ntype: elasticsearch\nurl: ${sink.url}\nusername: ann\npassword: pass-word\n`,
    );
    expect(await kit.forwarding.test('elastic')).toMatchObject({ kind: 'stopped', answer: 'what is Basic [redacted]' });
  });

  test('sends an event of its own, and says what was answered', async () => {
    const sink = await sinkOf(() => ({ status: 202, body: 'thanks for k3y-value' }));
    await kit.apply(webhook('siem', sink));
    expect(await kit.forwarding.test('siem')).toEqual({ kind: 'sent', status: 202, answer: 'thanks for [redacted]' });
    expect(sink.calls[0]?.body.toString()).toContain('whodunit:forwarding-test');
    await expect(kit.forwarding.test('nobody')).rejects.toMatchObject({ code: 'not-found' });
  });
});

test('what waits for others to come is not sent when its cluster is deleted meanwhile', async () => {
  const { id } = await kit.kept.records.clusters.add({
    name: 'gone',
    project: 'default',
    kind: 'self-managed',
    retentionDays: 30,
  });
  const sink = await sinkOf();
  await kit.apply(
    `kind: Destination\nname: lake\ntype: s3\nurl: ${sink.url}\nbucket: audit\naccessKeyId: k\nsecretAccessKey: s\ncompression: none\n`,
  );
  kit.receive({ id: 'stays' }, { id: 'goes', clusterId: id });
  await kit.until(() => kit.reads() > 0, 10);
  await kit.kept.records.clusters.delete('gone');
  await kit.until(() => sink.calls.length > 0, 1000);
  await kit.until(async () => (await statusOf('lake'))?.sent === 1);
  expect(idsIn(sink.calls)).toEqual(['stays']);
  expect(await statusOf('lake')).toMatchObject({ rejected: 0, lagEvents: 0 });
});

test('a destination whose record is damaged is told, and the others are as they were', async () => {
  const sink = await sinkOf();
  await kit.apply(webhook('fine', sink));
  await kit.apply(webhook('harmed', sink));
  const kept = await kit.kept.records.destinations.find('harmed');
  if (!kept) throw new Error('it was kept');
  for (const change of [{ head: '{"filter":7}' }, { head: 'no JSON' }, { settings: '{' }]) {
    await kit.kept.records.destinations.put({ ...kept, ...change });
    await kit.restart();
    receive(1);
    await kit.until(async () => (await statusOf('harmed'))?.failure?.isStopped === true);
    expect((await statusOf('harmed'))?.failure?.answer).toContain('is to be applied again');
    await kit.until(async () => (await statusOf('fine'))?.lagEvents === 0);
    expect(await kit.forwarding.heldBackDays({ name: 'prod', retentionDays: 3 })).toBe(0);
  }
});

describe('a file', () => {
  const problems = async (yaml: string) => {
    const applied = await kit.forwarding.apply(yaml, localAdmin);
    return (applied.ok ? applied.diagnostics : applied.diagnostics).map(({ code, line }) => [code, line]);
  };

  test('says what is wrong with it at its place, and keeps nothing of it', async () => {
    const sink = await sinkOf();
    expect(await problems(webhook('a', sink, `filter: 'a and'\n`))).toEqual([['invalid-destination-filter', 5]]);
    expect(await problems(webhook('a', sink, 'type2: x\n'))).toEqual([['invalid-destination', 5]]);
    expect(
      await problems(`kind: Destination\nname: a\ntype: kubernetes-audit\nurl: ${sink.url}\nshape: flat\n`),
    ).toEqual([['shape-not-taken', 5]]);
    expect(await problems('kind: Destination\nname: a\ntype: webhock\n')).toEqual([['unknown-destination-type', 3]]);
    expect(await problems('kind: Destination\nname: a\ntype: webhook\n')).toEqual([['missing-destination-secret', 1]]);
    expect(await problems('kind: Channel\nname: a\n')).toEqual([['no-destination', 1]]);
    expect(await problems(`${webhook('a', sink)}---\n${webhook('a', sink)}`)).toEqual([['duplicate-destination', 7]]);
    expect(await kit.forwarding.list()).toEqual([]);
    expect(await problems(webhook('a', sink, 'clusters: [nowhere]\n'))).toEqual([['unknown-destination-cluster', 5]]);
    expect(await kit.forwarding.list()).toMatchObject([{ name: 'a', clusters: ['nowhere'] }]);
  });

  test('keeps its secrets where a change leaves them out, and forgets them with the destination', async () => {
    const sink = await sinkOf();
    await kit.apply(webhook('siem', sink, 'token: t0ken\n'));
    await kit.apply('{kind: Destination, name: siem, type: webhook, method: PUT}');
    receive(1);
    await kit.until(() => sink.calls.length === 1);
    expect(sink.calls[0]).toMatchObject({ method: 'PUT', headers: { authorization: 'Bearer t0ken' } });
    const { host } = new URL(sink.url);
    expect(await statusOf('siem')).toMatchObject({ secrets: [{ name: 'url', host }, { name: 'token' }] });
    expect(JSON.stringify(await kit.forwarding.list())).not.toMatch(/t0ken|k3y-value/);
    expect([await kit.forwarding.delete('siem'), await kit.forwarding.delete('siem')]).toEqual([true, false]);
    expect(await kit.kept.records.sealedSecrets.find('destination/siem/token')).toBeUndefined();
  });

  test('that sends a destination elsewhere takes none of its secrets along, also where only one more broker is named', async () => {
    const kafka = (urls: string, more = ''): string =>
      `kind: Destination\nname: bus\ntype: kafka\ntopic: audit\nsasl: plain\nusername: who\nurls: [${urls}]\n${more}`;
    const secretNames = async () => (await statusOf('bus'))?.secrets.map(({ name }) => name);
    const [first, second, other] = ['tls://a.example:9093', 'tls://b.example:9093', 'tls://evil.example:9093'];
    await kit.apply(kafka(`'${first}', '${second}'`, 'password: p4ss'));
    await kit.apply(kafka(`'${second}'`));
    expect(await secretNames()).toEqual(['password']);
    await kit.apply(kafka(`'${second}', '${other}'`));
    expect(await secretNames()).toEqual([]);
  });
});
