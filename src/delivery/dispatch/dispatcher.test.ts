import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Received, startReceiver, type TestAnswer, type TestReceiver } from '../channels/testkit.ts';
import { temporaryDelivery, type TemporaryDelivery } from '../testkit.ts';

const minute = 60_000;
const hour = 60 * minute;
let kept: TemporaryDelivery;
let receiver: TestReceiver;
let answer: (received: Received) => TestAnswer;

beforeEach(async () => {
  answer = () => ({ body: 'ok' });
  receiver = await startReceiver((received) => answer(received));
  kept = await temporaryDelivery();
  await kept.apply(`{kind: Channel, name: oncall, type: webhook, url: "${receiver.url}/oncall"}`);
});
afterEach(async () => {
  await kept.remove();
  await receiver[Symbol.asyncDispose]();
});

function idsAt(path: string): readonly string[] {
  return receiver.received.filter((one) => one.path === path).map(({ headers }) => String(headers['webhook-id']));
}

async function entryOf(key: string) {
  return (await kept.records.outbox.list({ limit: 20_000 })).find((one) => one.key === key);
}

async function triesOf(key: string) {
  return kept.records.outbox.attempts((await entryOf(key))?.id ?? -1);
}

/** Waits until it holds, however busy the machine. */
async function eventually(check: () => unknown): Promise<void> {
  await vi.waitFor(check, 60_000);
}

/** Waits until a message has this state. */
async function becomes(key: string, state: string): Promise<void> {
  await eventually(async () => expect(await entryOf(key)).toMatchObject({ state }));
}

/** Lets so much time pass, a step at a time, so that everybody who waits has their turn. */
async function pass(ms: number, step: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += step) {
    kept.clock.advance(step);
    await settle();
  }
}

/** Waits until everything was tried that is due. */
async function settle(): Promise<void> {
  const { outbox } = kept.records;
  await eventually(async () => {
    expect(await outbox.list({ limit: 1, state: 'sending' })).toEqual([]);
    expect((await outbox.next('oncall'))?.dueAt ?? Infinity).toBeGreaterThan(kept.clock.now());
  });
}

/** Leaves time for what must not happen. */
function idle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}

describe('a message', () => {
  test('is sent once, at once, and its try is in the history', async () => {
    kept.send({ key: 'a' });
    await becomes('a', 'sent');
    expect(idsAt('/oncall')).toEqual(['a']);
    expect(await triesOf('a')).toEqual([
      { at: kept.clock.now(), duration: 0, outcome: 'delivered', status: 200, answer: 'ok' },
    ]);
    kept.send({ key: 'a' }, { key: 'b' });
    await becomes('b', 'sent');
    expect(idsAt('/oncall')).toEqual(['a', 'b']);
    const metrics = await kept.registry.metrics();
    expect(metrics).toContain('whodunit_alert_deliveries_total{channel="oncall",outcome="delivered"} 2');
  });

  test('that is not due yet waits until it is', async () => {
    kept.send({ key: 'later', dueAt: kept.clock.now() + minute }, { key: 'now' });
    await becomes('now', 'sent');
    expect(await kept.registry.metrics()).toContain('whodunit_alert_outbox_depth{channel="oncall"} 1');
    kept.clock.advance(minute);
    await becomes('later', 'sent');
  });

  test('that was on its way when the process died is sent again, under the same key', async () => {
    await kept.delivery.close();
    kept.send({ key: 'a' });
    const id = (await entryOf('a'))?.id ?? -1;
    await kept.records.outbox.begin(id);
    await kept.restart();
    await becomes('a', 'sent');
    expect(idsAt('/oncall')).toEqual(['a']);
    expect(await entryOf('a')).toMatchObject({ attempts: 2 });
  });

  test('of a sequence comes after those before it, whatever becomes of them; others do not wait', async () => {
    answer = ({ headers }) => ({ status: headers['webhook-id'] === 'a1' ? 500 : 200 });
    kept.send({ key: 'a1', sequence: 'a' }, { key: 'a2', sequence: 'a' }, { key: 'b1', sequence: 'b' });
    await eventually(async () => expect(await triesOf('a1')).toHaveLength(1));
    kept.clock.advance(1000);
    await becomes('b1', 'sent');
    await pass(5000, 1000);
    expect(idsAt('/oncall')).not.toContain('a2');
    answer = () => ({ status: 400 });
    await pass(10_000, 1000);
    await becomes('a1', 'dead');
    answer = () => ({});
    await becomes('a2', 'dead');
  });
});

describe('what may pass is tried again', () => {
  test('with waits that double, and ends well', async () => {
    answer = () => ({ status: 500, body: 'down' });
    kept.send({ key: 'a' });
    for (const [index, wait] of [1, 2, 4, 8, 16].entries()) {
      await eventually(async () => expect(await triesOf('a')).toHaveLength(index + 1));
      kept.clock.advance(wait * 1000 - 1);
      await idle();
      expect(await triesOf('a')).toHaveLength(index + 1);
      kept.clock.advance(1);
    }
    await eventually(async () => expect(await triesOf('a')).toHaveLength(6));
    answer = () => ({});
    kept.clock.advance(32_000);
    await becomes('a', 'sent');
    expect((await triesOf('a')).map(({ outcome }) => outcome)).toEqual([...Array(6).fill('retry'), 'delivered']);
    expect((await triesOf('a'))[0]).toMatchObject({ status: 500, answer: 'down' });
  });

  test('for an hour of refusals: none is lost, and all come in their order', async () => {
    answer = () => ({ status: 429, headers: { 'retry-after': '600' } });
    const keys = Array.from({ length: 30 }, (_, index) => `m${String(index).padStart(2, '0')}`);
    kept.send(...keys.map((key) => ({ key, sequence: 'one' })));
    await eventually(async () => expect(await triesOf('m00')).toHaveLength(1));
    await pass(hour, 5 * minute);
    const tries = receiver.received.length;
    expect(tries).toBeLessThan(10);
    expect(kept.delivery.failures().get('oncall')).toMatchObject({ answer: '' });
    answer = () => ({});
    await pass(20 * minute, 10 * minute);
    await becomes('m29', 'sent');
    expect(idsAt('/oncall').slice(tries)).toEqual(keys);
    expect(kept.delivery.failures()).toEqual(new Map());
  });

  test('not before the other side asked for', async () => {
    answer = () => ({ status: 429, headers: { 'retry-after': '7' } });
    kept.send({ key: 'a' });
    await eventually(async () => expect(await triesOf('a')).toHaveLength(1));
    answer = () => ({});
    kept.clock.advance(6999);
    kept.send({ key: 'b' });
    await idle();
    expect(receiver.received).toHaveLength(1);
    kept.clock.advance(1);
    await becomes('a', 'sent');
    await becomes('b', 'sent');
  });

  test('after a wait of which chance takes any part', async () => {
    await kept.restart({ random: () => 1 / 3 });
    answer = () => ({ status: 500 });
    kept.send({ key: 'a' });
    await eventually(async () => expect(await triesOf('a')).toHaveLength(1));
    answer = () => ({});
    kept.clock.advance(1000);
    await becomes('a', 'sent');
  });

  test('where the answer breaks off: it is not known whether it was taken', async () => {
    answer = () => ({ body: 'o', ends: 'cut' });
    kept.send({ key: 'a' });
    await eventually(async () => expect(await triesOf('a')).toMatchObject([{ outcome: 'retry' }]));
    answer = () => ({});
    kept.clock.advance(1000);
    await becomes('a', 'sent');
    expect(idsAt('/oncall')).toEqual(['a', 'a']);
  });

  test('until it is given up after a day, and then when somebody asks for it', async () => {
    answer = () => ({ status: 503 });
    kept.send({ key: 'a' });
    await eventually(async () => expect(await triesOf('a')).toHaveLength(1));
    await pass(24 * hour, 20 * minute);
    await pass(20 * minute, 10 * minute);
    await becomes('a', 'dead');
    expect((await triesOf('a')).length).toBeGreaterThan(60);
    answer = () => ({});
    await kept.records.outbox.resend((await entryOf('a'))?.id ?? -1, kept.clock.now() + hour);
    kept.clock.advance(10 * minute);
    kept.delivery.wake();
    await becomes('a', 'sent');
  });

  test('at once when its channel was mended', async () => {
    answer = ({ path }) => ({ status: path === '/oncall' ? 500 : 200 });
    kept.send({ key: 'a' });
    await eventually(async () => expect(await triesOf('a')).toHaveLength(1));
    kept.clock.advance(1);
    await kept.apply(`{kind: Channel, name: oncall, type: webhook, url: "${receiver.url}/mended"}`);
    await becomes('a', 'sent');
    expect(idsAt('/mended')).toEqual(['a']);
  });
});

describe('what will not pass is a dead letter', () => {
  test('and the next ones go on', async () => {
    answer = ({ headers }) => ({ status: headers['webhook-id'] === 'a' ? 404 : 200, body: 'no hook' });
    kept.send({ key: 'a', sequence: 's' }, { key: 'b', sequence: 's' });
    await becomes('b', 'sent');
    expect(await entryOf('a')).toMatchObject({ state: 'dead', attempts: 1 });
    expect(await triesOf('a')).toMatchObject([{ outcome: 'failed', status: 404, answer: 'no hook' }]);
  });

  test('where it is redirected to a private address, or there is no such channel', async () => {
    answer = () => ({ status: 307, headers: { location: 'http://169.254.169.254/latest/meta-data' } });
    kept.send({ key: 'a' }, { key: 'b', channel: 'nobody' });
    await becomes('a', 'dead');
    await becomes('b', 'dead');
    expect(await triesOf('a')).toMatchObject([{ answer: expect.stringContaining('redirects') }]);
    expect(await triesOf('b')).toMatchObject([{ outcome: 'failed', answer: 'there is no channel "nobody"' }]);
    expect(receiver.received).toHaveLength(1);
  });

  test('where a private address is not allowed', async () => {
    await kept.restart({ environment: {} });
    kept.send({ key: 'a' });
    await becomes('a', 'dead');
    expect(receiver.received).toEqual([]);
  });
});

test('what is too large is sent again at once in half of the room, and given up where none helps', async () => {
  const url = `${receiver.url}/small`;
  await kept.apply(`{kind: Channel, name: oncall, type: webhook, url: "${url}", maxBytes: 262144}`);
  answer = ({ body }) => ({ status: Buffer.byteLength(body) > 100_000 ? 413 : 200 });
  kept.send({ key: 'a', message: { data: { rows: 'x'.repeat(200_000) } } });
  await becomes('a', 'sent');
  expect((await triesOf('a')).map(({ outcome }) => outcome)).toEqual(['too-large', 'delivered']);
  answer = () => ({ status: 413 });
  kept.send({ key: 'b' });
  await becomes('b', 'dead');
});

test('files are kept until they are sent, and no longer', async () => {
  const attachments = [{ name: 'r.csv', contentType: 'text/csv', content: 'YQ==' }];
  answer = () => ({ status: 500 });
  kept.send({ key: 'a', message: { attachments } });
  await eventually(async () => expect(await triesOf('a')).toHaveLength(1));
  answer = () => ({});
  kept.clock.advance(1000);
  await becomes('a', 'sent');
  expect(JSON.parse(receiver.received[1]?.body ?? '')).toMatchObject({ data: { attachments } });
  expect((await entryOf('a'))?.message).not.toContain('r.csv');
});

describe('a channel that hangs', () => {
  test('delays no other, and is given up after ten seconds', async () => {
    await kept.apply(`{kind: Channel, name: slow, type: webhook, url: "${receiver.url}/slow"}`);
    answer = ({ path }) => (path === '/slow' ? { ends: 'never' } : {});
    kept.send({ key: 'hangs', channel: 'slow' });
    await eventually(() => expect(idsAt('/slow')).toEqual(['hangs']));
    for (let index = 0; index < 20; index += 1) kept.send({ key: `b${index}` });
    await becomes('b19', 'sent');
    kept.clock.advance(10_000);
    await eventually(async () =>
      expect(await triesOf('hangs')).toMatchObject([{ outcome: 'retry', answer: 'it did not answer within 10 s' }]),
    );
  });

  test('is waited for when the server stops', async () => {
    const held = await startReceiver(() => ({ ends: 'never' }));
    const { received } = held;
    await kept.apply(`{kind: Channel, name: slow, type: webhook, url: "${held.url}/slow"}`);
    kept.send({ key: 'hangs', channel: 'slow' });
    await eventually(() => expect(received).toHaveLength(1));
    let isClosed = false;
    const closing = kept.delivery.close().then(() => {
      isClosed = true;
    });
    await idle();
    expect(isClosed).toBe(false);
    await held[Symbol.asyncDispose]();
    await closing;
    expect(await entryOf('hangs')).toMatchObject({ state: 'ready', attempts: 1 });
  });
});

describe('more than a channel takes', () => {
  const good = { body: '{"errcode":0,"errmsg":"ok"}' };

  beforeEach(async () => {
    answer = () => good;
    await kept.apply(`{kind: Channel, name: oncall, type: dingtalk, url: "${receiver.url}/robot?access_token=t"}`);
  });

  interface Robot {
    readonly markdown: { readonly title: string; readonly text: string };
  }

  const textOf = (index: number): string => (JSON.parse(receiver.received[index]?.body ?? '') as Robot).markdown.text;

  test('of 10,000 messages in a minute a robot hears no more than 18, and none is lost', async () => {
    const messages = Array.from({ length: 10_000 }, (_, index) => ({
      key: `m${index}`,
      message: {
        severity: index % 10 === 0 ? ('critical' as const) : ('high' as const),
        labels: { rule: `rule-${index % 3}` },
        title: `cause ${index}`,
      },
    }));
    const { outbox } = kept.records;
    /** No call is under way, so that none takes the time that passes for a slow answer; what is too much may wait for its minute. */
    const quiet = () =>
      vi.waitFor(async () => {
        expect(await outbox.countDue('oncall', ['alert'])).toBe(0);
        expect(await outbox.list({ limit: 1, state: 'sending' })).toEqual([]);
      }, 60_000);
    for (let step = 0; step < 10; step += 1) {
      kept.send(...messages.slice(step * 1000, step * 1000 + 1000));
      await quiet();
      kept.clock.advance(5000);
    }
    for (let step = 0; step < 20 && (await outbox.depths()).size > 0; step += 1) {
      kept.clock.advance(5000);
      await quiet();
    }
    expect((await outbox.depths()).size).toBe(0);
    const tries = await outbox.triesSince('oncall', 0);
    expect(tries).toHaveLength(receiver.received.length);
    for (const [index, at] of tries.slice(18).entries())
      expect(at - (tries[index] ?? 0)).toBeGreaterThanOrEqual(minute);
    const all = await outbox.list({ limit: 20_000 });
    const members = all.filter(({ kind }) => kind === 'alert');
    expect(members).toHaveLength(10_000);
    expect(members.every(({ state, endedAt }) => ['merged', 'sent'].includes(state) && endedAt !== undefined)).toBe(
      true,
    );
    const digests = all.filter(({ kind }) => kind === 'digest');
    const counts = digests.map(({ message }) => (JSON.parse(message) as { data: { count: number } }).data.count);
    const merged = members.filter(({ state }) => state === 'merged');
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(merged.length);
    for (const digest of digests)
      expect(
        merged
          .filter(({ mergedInto }) => mergedInto === digest.id)
          .every(({ severity }) => severity === digest.severity),
      ).toBe(true);
  });

  test('a digest counts by rule, shows the first and leads to all', async () => {
    const keys = Array.from({ length: 30 }, (_, index) => `m${index}`);
    kept.send(...keys.map((key, index) => ({ key, message: { labels: { rule: index < 20 ? 'exec' : 'rbac' } } })));
    await becomes('m29', 'merged');
    await eventually(() => expect(receiver.received).toHaveLength(1));
    expect(textOf(0)).toContain('30 messages in one');
    expect(textOf(0)).toContain('- **exec**: 20\n- **rbac**: 10');
    expect(textOf(0)).toContain('· m0\n\n· m1\n\n');
    expect(textOf(0)).not.toContain('m10');
    expect(textOf(0)).toContain('(https://audit.example/alerts/inbox)');
  });

  test('what ends something comes after the digest that told it', async () => {
    answer = () => ({ body: '{"errcode":130101,"errmsg":"send too fast"}' });
    const keys = Array.from({ length: 30 }, (_, index) => `m${index}`);
    kept.send(...keys.map((key) => ({ key, sequence: key })));
    await eventually(() => expect(receiver.received).toHaveLength(1));
    kept.send({ key: 'over', sequence: 'm3', message: { kind: 'resolved' } });
    await idle();
    answer = () => good;
    kept.clock.advance(minute);
    await becomes('over', 'sent');
    expect(receiver.received).toHaveLength(3);
    expect(textOf(1)).toContain('30 messages');
    expect(textOf(2)).toContain('Resolved');
  });

  test('a restart does not forget what was sent in the last minute', async () => {
    for (let index = 0; index < 18; index += 1) {
      kept.send({ key: `m${index}` });
      await becomes(`m${index}`, 'sent');
    }
    await kept.restart();
    kept.send({ key: 'one more' });
    await idle();
    expect(receiver.received).toHaveLength(18);
    kept.clock.advance(minute);
    await becomes('one more', 'sent');
  });
});

describe('the disk is full', () => {
  test('when a try is to be noted: nothing is sent again meanwhile, and it is noted when there is room', async () => {
    const { outbox } = kept.records;
    const full = Object.assign(new Error('database or disk is full'), { errcode: 13 });
    const finish = vi.spyOn(outbox, 'finish').mockRejectedValue(full);
    kept.send({ key: 'a' });
    await eventually(() => expect(finish).toHaveBeenCalled());
    for (let index = 0; index < 5; index += 1) {
      kept.clock.advance(minute);
      await idle();
    }
    expect(idsAt('/oncall')).toEqual(['a']);
    finish.mockRestore();
    kept.clock.advance(minute);
    await becomes('a', 'sent');
    expect(idsAt('/oncall')).toEqual(['a']);
  });
});

test('no answer that is kept holds a secret that was sent', async () => {
  await kept.apply(
    `{kind: Channel, name: oncall, type: webhook, url: "${receiver.url}/hooks/0123456789abcdef?token=t0ken-value", headers: {X-Api-Key: k3y-value}}`,
  );
  answer = ({ path, headers }) => ({ status: 400, body: `bad ${path} ${String(headers['x-api-key'])}` });
  kept.send({ key: 'a' });
  await becomes('a', 'dead');
  expect(await triesOf('a')).toMatchObject([{ answer: 'bad /hooks/[redacted]?token=[redacted] [redacted]' }]);
});

test('a clock that is set back holds nothing up', async () => {
  answer = () => ({ status: 500 });
  kept.send({ key: 'a' });
  await eventually(async () => expect(await triesOf('a')).toHaveLength(1));
  kept.clock.advance(-hour);
  answer = () => ({});
  kept.send({ key: 'b' });
  await idle();
  kept.clock.advance(1000);
  await becomes('a', 'sent');
  await becomes('b', 'sent');
});

test('a heartbeat is not called while the server does not do its work', async () => {
  let isWorking = false;
  await kept.restart({ isWorking: () => isWorking });
  await kept.apply(`{kind: Channel, name: beat, type: heartbeat, url: "${receiver.url}/beat"}`);
  const beats = () => receiver.received.filter(({ path }) => path === '/beat').length;
  for (let turn = 0; turn < 5; turn += 1) {
    await idle();
    kept.clock.advance(60_000);
  }
  expect(beats()).toBe(0);
  isWorking = true;
  kept.clock.advance(5000);
  await eventually(() => expect(beats()).toBe(1));
});

test('a heartbeat that is not taken shows as failing until one is', async () => {
  answer = ({ path }) => (path === '/beat' ? { status: 404, body: 'unknown check' } : {});
  await kept.apply(`{kind: Channel, name: beat, type: heartbeat, url: "${receiver.url}/beat"}`);
  await eventually(() => expect(kept.delivery.failures().get('beat')).toMatchObject({ answer: 'unknown check' }));
  expect(await kept.registry.metrics()).toContain('whodunit_alert_deliveries_total{channel="beat",outcome="failed"} 1');
  answer = () => ({});
  await idle();
  kept.clock.advance(minute);
  await eventually(() => expect(kept.delivery.failures()).toEqual(new Map()));
});
