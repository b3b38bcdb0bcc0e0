import { describe, expect, test } from 'vitest';
import { localAdmin } from '../access/index.ts';
import { noLimits } from '../records/index.ts';
import { useForwardKit, idsIn, webhook, type SinkAnswer } from './testkit.ts';

const { kit, sinkOf, statusOf, receive, startAnew } = useForwardKit();

/** Applies a file as the administrator `ann`. */
async function applyAsUser(yaml: string): Promise<void> {
  const { createdAt: since } = await kit().kept.records.users.add({
    name: 'ann',
    role: 'admin',
    limits: noLimits,
    passwordHash: '',
    mustChangePassword: false,
  });
  const caller = { ...localAdmin, kind: 'user' as const, name: 'ann', since };
  expect(await kit().forwarding.apply(yaml, caller)).toMatchObject({ ok: true });
}
describe('a destination', () => {
  test('is sent what comes in from then on, in order of receipt, and says that it has had all', async () => {
    receive(3, 100);
    const sink = await sinkOf();
    await kit().apply(webhook('siem', sink));
    const ids = receive(20);
    await kit().until(() => idsIn(sink.calls).length >= 20);
    expect(idsIn(sink.calls)).toEqual(ids);
    await kit().until(async () => (await statusOf('siem'))?.sent === 20);
    expect(await statusOf('siem')).toMatchObject({ lagEvents: 0, lagSeconds: 0, rejected: 0, failure: undefined });
    expect(await kit().registry.metrics()).toContain('whodunit_forward_lag_seconds{destination="siem"} 0');
    expect(await kit().registry.metrics()).toContain(
      'whodunit_forward_events_total{destination="siem",outcome="sent"} 20',
    );
  });

  test('is sent what its filter finds, of its clusters', async () => {
    const sink = await sinkOf();
    const { id: other } = await kit().kept.records.clusters.add({
      name: 'other',
      project: 'p',
      kind: 'self-managed',
      retentionDays: 30,
    });
    await kit().apply(webhook('siem', sink, `filter: 'not user.username: system'\nclusters: [prod]\n`));
    kit().receive(
      { id: 'mine' },
      { id: 'theirs', more: { user: { username: 'system:node:a' } } },
      { id: 'elsewhere', clusterId: other },
    );
    kit().receive({ id: 'last' });
    await kit().until(() => idsIn(sink.calls).includes('last'));
    expect(idsIn(sink.calls)).toEqual(['mine', 'last']);
  });

  test('goes on where it was after a restart, and begins a batch that was on its way anew, the same', async () => {
    let answer: SinkAnswer = {};
    const sink = await sinkOf(() => answer);
    await kit().apply(webhook('siem', sink));
    receive(5);
    await kit().until(async () => (await statusOf('siem'))?.sent === 5);
    answer = 'never';
    kit().receive({ id: 'a' }, { id: 'b' });
    await kit().until(() => sink.open() === 1);
    receive(5, 5);
    await kit().restart();
    answer = {};
    receive(5, 10);
    await kit().until(async () => (await statusOf('siem'))?.sent === 17);
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
    await kit().apply(webhook('siem', sink));
    kit().receive({ id: 'a' }, { id: 'b' });
    await kit().until(() => sink.open() === 1);
    receive(3);
    kit().kept.clock.advance(10_000);
    const status = await statusOf('siem');
    expect(status).toMatchObject({ lagEvents: 5, sent: 0 });
    expect(status?.lagSeconds).toBeGreaterThan(9);
  });

  test('is not asked for what its owner may not forward any more, and nothing is passed over', async () => {
    const sink = await sinkOf();
    const { users } = kit().kept.records;
    await applyAsUser(webhook('siem', sink));
    receive(2);
    await kit().until(() => idsIn(sink.calls).length === 2);
    await users.change('ann', { role: 'viewer' });
    receive(2, 2);
    await kit().until(() => kit().forwarding.failures().get('siem')?.isStopped === true);
    expect(kit().forwarding.failures().get('siem')?.answer).toContain('apply it again');
    await users.change('ann', { role: 'admin' });
    receive(2, 4);
    await kit().until(() => idsIn(sink.calls).length >= 6, 1000);
    expect(idsIn(sink.calls)).toEqual(['e0', 'e1', 'e2', 'e3', 'e4', 'e5']);
  });

  test('is not asked again either for a batch that it did not take while its owner could still forward', async () => {
    const sink = await sinkOf(() => ({ status: 503 }));
    await applyAsUser(webhook('siem', sink));
    receive(1);
    await kit().until(() => sink.calls.length === 2);
    expect(kit().forwarding.failures().get('siem')?.answer).toBe('503');
    await kit().kept.records.users.change('ann', { role: 'viewer' });
    const { length } = sink.calls;
    await kit().until(() => kit().forwarding.failures().get('siem')?.isStopped === true);
    expect(sink.calls.length - length).toBeLessThanOrEqual(1);
  });

  test('that is made again while it is being deleted is sent what comes in, and its deletion ends', async () => {
    let answer: SinkAnswer = 'never';
    const sink = await sinkOf(() => answer);
    await kit().apply(webhook('siem', sink));
    receive(1);
    await kit().until(() => sink.open() === 1);
    const deleted = kit().forwarding.delete('siem');
    await kit().apply(webhook('siem', sink));
    expect(await deleted).toBe(true);
    answer = {};
    kit().receive({ id: 'later' });
    await kit().until(() => idsIn(sink.calls).includes('later'));
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
    await kit().apply(webhook('siem', sink));
    receive(1);
    await kit().until(() => kit().forwarding.failures().get('siem')?.answer === '500: busy [redacted]', 50);
    await kit().until(() => sink.open() === 1 && sink.calls.length === 4, 1000);
    await kit().until(async () => (await statusOf('siem'))?.sent === 1, 1000);
    expect(await statusOf('siem')).toMatchObject({ failure: undefined, rejected: 0 });
  });

  test('what is refused is set aside with the answer, and the rest goes on', async () => {
    const sink = await sinkOf((call) => (idsIn([call]).includes('bad') ? { status: 400, body: 'no such field' } : {}));
    await kit().apply(webhook('siem', sink));
    kit().receive({ id: 'a' }, { id: 'bad' }, { id: 'b' });
    kit().receive({ id: 'c' });
    await kit().until(async () => (await statusOf('siem'))?.sent === 3);
    expect(await statusOf('siem')).toMatchObject({ rejected: 1, failure: undefined });
    expect(await kit().forwarding.rejects('siem', { limit: 10 })).toMatchObject([
      { auditId: 'bad', status: 400, answer: 'no such field' },
    ]);
  });

  test('413 is sent again in parts', async () => {
    const sink = await sinkOf((call) => (call.body.length > 600 ? { status: 413 } : {}));
    await kit().apply(webhook('siem', sink));
    kit().receive(...Array.from({ length: 40 }, (_, index) => ({ id: `e${index}` })));
    await kit().until(async () => (await statusOf('siem'))?.sent === 40);
    expect(await statusOf('siem')).toMatchObject({ rejected: 0 });
  });

  test('401 stops it until it is mended; then all that came meanwhile is sent', async () => {
    let answer: SinkAnswer = { status: 401, body: 'who are you' };
    const sink = await sinkOf(() => answer);
    await kit().apply(webhook('siem', sink));
    const ids = receive(3);
    await kit().until(() => kit().forwarding.failures().get('siem')?.isStopped === true);
    const { calls } = sink;
    const asked = calls.length;
    for (let minute = 0; minute < 9; minute += 1) kit().kept.clock.advance(60_000);
    expect(calls).toHaveLength(asked);
    answer = {};
    await kit().apply(webhook('siem', sink, 'token: new'));
    await kit().until(async () => (await statusOf('siem'))?.sent === 3);
    expect(idsIn(calls.slice(asked))).toEqual(ids);
    expect(calls.at(-1)?.headers.authorization).toBe('Bearer new');
  });

  test('a destination that hangs costs the others and the store nothing', async () => {
    const count = async (withHanging: boolean): Promise<number> => {
      const fine = await sinkOf();
      const hanging = await sinkOf(() => 'never');
      await kit().apply(webhook('fine', fine));
      if (withHanging) await kit().apply(webhook('hanging', hanging));
      receive(1, 1000);
      await kit().until(
        async () => (await statusOf('fine'))?.sent === 1 && hanging.open() === (withHanging ? 1 : 0),
        10,
      );
      const reads = kit().reads();
      for (let index = 0; index < 30; index += 1) {
        receive(1, index);
        await kit().until(() => idsIn(fine.calls).length === index + 2, 10);
      }
      expect(hanging.calls.length).toBe(withHanging ? 1 : 0);
      return kit().reads() - reads;
    };
    const alone = await count(false);
    await startAnew();
    expect(await count(true)).toBe(alone);
  });

  test('a destination of a private address is not called unless the operator allows it', async () => {
    const sink = await sinkOf();
    await startAnew({}, { environment: {} });
    await kit().apply(webhook('siem', sink));
    receive(1);
    await kit().until(() => kit().forwarding.failures().get('siem')?.isStopped === true);
    expect(kit().forwarding.failures().get('siem')?.answer).toContain('WHODUNIT_ALLOW_PRIVATE_DESTINATIONS');
    expect(sink.calls).toEqual([]);
  });
});

test('how many events a second are taken, and how often a call is made again, is told', async () => {
  const answers: SinkAnswer[] = [{ status: 503 }, { status: 503 }];
  const sink = await sinkOf(() => answers.shift() ?? {});
  await kit().apply(webhook('siem', sink));
  receive(6);
  await kit().until(async () => (await statusOf('siem'))?.sent === 6);
  expect((await statusOf('siem'))?.pace).toEqual({ perSecond: 0.1, retries: 2 });
  kit().kept.clock.advance(62_000);
  expect((await statusOf('siem'))?.pace).toEqual({ perSecond: 0, retries: 2 });
});

test('what waits for others to come is not sent when its cluster is deleted meanwhile', async () => {
  const { id } = await kit().kept.records.clusters.add({
    name: 'gone',
    project: 'default',
    kind: 'self-managed',
    retentionDays: 30,
  });
  const sink = await sinkOf(() => ({ headers: { etag: '"a"' } }));
  await kit().apply(
    `kind: Destination\nname: lake\ntype: s3\nurl: ${sink.url}\nbucket: audit\naccessKeyId: k\nsecretAccessKey: s\ncompression: none\n`,
  );
  kit().receive({ id: 'stays' }, { id: 'goes', clusterId: id });
  await kit().until(() => kit().reads() > 0, 10);
  await kit().kept.records.clusters.delete('gone');
  await kit().until(() => sink.calls.length > 0, 1000);
  await kit().until(async () => (await statusOf('lake'))?.sent === 1);
  expect(idsIn(sink.calls)).toEqual(['stays']);
  expect(await statusOf('lake')).toMatchObject({ rejected: 0, lagEvents: 0 });
});

test('what waits for others to come is bounded over all destinations: above that some are sent it at once', async () => {
  const sink = await sinkOf(() => ({ headers: { etag: '"a"' } }));
  for (let index = 0; index < 10; index += 1)
    await kit().apply(
      `kind: Destination\nname: lake${index}\ntype: s3\nurl: ${sink.url}\nbucket: audit\naccessKeyId: k\nsecretAccessKey: s\nseconds: 3600\n`,
    );
  kit().receive({ id: 'large', more: { blob: 'x'.repeat(16 << 20) } });
  await kit().until(() => sink.calls.length > 0, 10);
  const had = async () => (await kit().forwarding.list()).filter(({ sent }) => sent === 1).length;
  await kit().until(async () => (await had()) === sink.calls.length, 10);
  expect(sink.calls.length).toBeLessThan(10);
  kit().kept.clock.advance(3_600_000);
  await kit().until(async () => (await had()) === 10, 10);
});

test('a destination whose record is damaged is told, and the others are as they were', async () => {
  const sink = await sinkOf();
  await kit().apply(webhook('fine', sink));
  await kit().apply(webhook('harmed', sink));
  const kept = await kit().kept.records.destinations.find('harmed');
  if (!kept) throw new Error('it was kept');
  for (const change of [{ head: '{"filter":7}' }, { head: 'no JSON' }, { settings: '{' }]) {
    await kit().kept.records.destinations.put({ ...kept, ...change });
    await kit().restart();
    receive(1);
    await kit().until(async () => (await statusOf('harmed'))?.failure?.isStopped === true);
    expect((await statusOf('harmed'))?.failure?.answer).toContain('is to be applied again');
    await kit().until(async () => (await statusOf('fine'))?.lagEvents === 0);
    expect(await kit().forwarding.heldBackDays({ name: 'prod', retentionDays: 3 })).toBe(0);
  }
});

describe('a clock that was days ahead and is mended', () => {
  const days = 2 * 86_400_000_000;
  const ahead = (id: string) => ({ id, receivedAtMicros: kit().kept.clock.nowMicros() + days });

  test('costs a paused destination nothing, whenever the server is started again', async () => {
    const sink = await sinkOf();
    await kit().apply(webhook('siem', sink));
    kit().receive(ahead('ahead'));
    await kit().until(async () => (await statusOf('siem'))?.sent === 1);
    await kit().forwarding.pause('siem', localAdmin);
    const ids = receive(3);
    await kit().restart();
    receive(1, 3);
    await kit().forwarding.resume('siem');
    await kit().until(async () => (await statusOf('siem'))?.sent === 5);
    expect(idsIn(sink.calls)).toEqual(['ahead', ...ids, 'e3']);
  });

  test('costs one nothing that hangs meanwhile, or whose events came into the store after a restart alone', async () => {
    let answer: SinkAnswer = {};
    const sink = await sinkOf(() => answer);
    await kit().apply(webhook('siem', sink));
    kit().receive(ahead('ahead'));
    await kit().until(async () => (await statusOf('siem'))?.sent === 1);
    await kit().restart({ isPending: true });
    answer = 'never';
    receive(2);
    await kit().until(() => sink.open() === 1);
    await kit().restart();
    answer = {};
    receive(1, 2);
    await kit().until(async () => (await statusOf('siem'))?.sent === 4);
    expect(idsIn(sink.calls.slice(-2))).toEqual(['e0', 'e1', 'e2']);
  });
});
