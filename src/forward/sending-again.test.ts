import { describe, expect, test } from 'vitest';
import { localAdmin } from '../access/index.ts';
import { useForwardKit, idsIn, webhook, type SinkAnswer } from './testkit.ts';

const { kit, sinkOf, statusOf, receive } = useForwardKit();
const resend = (name: string, ids: readonly number[], { signal } = new AbortController()) =>
  kit().forwarding.resend(name, ids, signal);

describe('sending again', () => {
  test('a range is sent again under the same identity, beside what comes in', async () => {
    const sink = await sinkOf();
    await kit().apply(webhook('siem', sink));
    const begin = kit().kept.clock.nowMicros();
    const ids = receive(10);
    kit().receive({ id: 'old', timeMicros: 5_000_000 });
    await kit().until(async () => (await statusOf('siem'))?.sent === 11);
    const before = sink.calls.length;
    await kit().forwarding.replay('siem', { fromMicros: begin, toMicros: begin + 1_000_000_000 }, localAdmin);
    receive(1, 10);
    await kit().until(async () => (await statusOf('siem'))?.replays[0]?.endedAt !== undefined);
    expect(idsIn(sink.calls.slice(before)).toSorted()).toEqual([...ids, 'e10', 'old'].toSorted());
    expect(await statusOf('siem')).toMatchObject({ sent: 23, replays: [{ sent: 11 }] });
    // By the time when it happened.
    await kit().forwarding.replay('siem', { fromMicros: 5_000_000, toMicros: 6_000_000 }, localAdmin);
    await kit().until(async () => (await statusOf('siem'))?.replays[0]?.endedAt !== undefined);
    expect(idsIn(sink.calls.slice(-1))).toEqual(['old']);
  });

  test('goes on after a restart', async () => {
    let answer: SinkAnswer = {};
    const sink = await sinkOf(() => answer);
    await kit().apply(webhook('siem', sink, 'maxEvents: 2\n'));
    const begin = kit().kept.clock.nowMicros();
    receive(9);
    await kit().until(async () => (await statusOf('siem'))?.sent === 9);
    const before = sink.calls.length;
    answer = 'never';
    await kit().forwarding.replay('siem', { fromMicros: begin, toMicros: begin + 1_000_000_000 }, localAdmin);
    await kit().until(() => sink.open() === 1);
    await kit().restart();
    answer = {};
    await kit().until(async () => (await statusOf('siem'))?.replays[0]?.endedAt !== undefined);
    expect(new Set(idsIn(sink.calls.slice(before))).size).toBe(9);
    expect(await statusOf('siem')).toMatchObject({ replays: [{ sent: 9 }] });
  });
});

describe('pausing', () => {
  test('sends nothing, not even what is under way, until it goes on; then all that came meanwhile', async () => {
    let answer: SinkAnswer = {};
    const sink = await sinkOf(() => answer);
    await kit().apply(webhook('siem', sink));
    const ids = receive(2);
    await kit().until(async () => (await statusOf('siem'))?.sent === 2);
    answer = 'never';
    ids.push(...receive(1, 2));
    await kit().until(() => sink.open() === 1);
    expect(await kit().forwarding.pause('siem', localAdmin)).toMatchObject({ paused: { by: 'local-admin' } });
    await kit().until(() => sink.open() === 0);
    answer = {};
    ids.push(...receive(3, 3));
    const { length } = sink.calls;
    for (let minute = 0; minute < 20; minute += 1) kit().kept.clock.advance(60_000);
    await kit().apply(webhook('siem', sink, 'maxEvents: 2\n'));
    expect(await statusOf('siem')).toMatchObject({ sent: 2, lagEvents: 4, failure: undefined });
    expect((await statusOf('siem'))?.lagSeconds).toBeGreaterThan(1000);
    await kit().restart();
    expect(sink.calls).toHaveLength(length);
    expect(await kit().forwarding.resume('siem')).toMatchObject({ paused: undefined });
    await kit().until(async () => (await statusOf('siem'))?.sent === 6);
    expect(idsIn(sink.calls.slice(length))).toEqual(ids.slice(2));
    await expect(kit().forwarding.pause('nobody', localAdmin)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('of one that has had all leaves it without a lag', async () => {
    const sink = await sinkOf();
    await kit().apply(webhook('siem', sink));
    receive(2);
    await kit().until(async () => (await statusOf('siem'))?.sent === 2);
    await kit().until(async () => (await statusOf('siem'))?.lagSeconds === 0);
    await kit().forwarding.pause('siem', localAdmin);
    kit().kept.clock.advance(3_600_000);
    expect(await statusOf('siem')).toMatchObject({ lagEvents: 0, lagSeconds: 0 });
  });
});

describe('a replay', () => {
  test('is ended amid a call, and what comes in goes on', async () => {
    let answer: SinkAnswer = {};
    const sink = await sinkOf(() => answer);
    await kit().apply(webhook('siem', sink, 'maxEvents: 2\n'));
    const fromMicros = kit().kept.clock.nowMicros();
    receive(6);
    await kit().until(async () => (await statusOf('siem'))?.sent === 6);
    answer = 'never';
    const { id } = await kit().forwarding.replay('siem', { fromMicros, toMicros: fromMicros * 2 }, localAdmin);
    await kit().until(() => sink.open() === 1);
    await kit().forwarding.cancelReplay('siem', id, localAdmin);
    answer = {};
    const { length } = sink.calls;
    receive(1, 6);
    await kit().until(async () => (await statusOf('siem'))?.sent === 7);
    expect(idsIn(sink.calls.slice(length))).toEqual(['e6']);
    expect(await statusOf('siem')).toMatchObject({ replays: [{ id, sent: 0, cancelledBy: 'local-admin' }] });
    for (const [name, run] of [
      ['siem', id],
      ['siem', id - 1],
      ['nobody', id],
    ] as const)
      await expect(kit().forwarding.cancelReplay(name, run, localAdmin)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a dead letter', () => {
  test('is sent again and forgotten when it is taken; what is said of it otherwise is kept', async () => {
    let answer: SinkAnswer = { status: 400, body: 'no such field' };
    const sink = await sinkOf((call) => (idsIn([call]).some((id) => id.startsWith('bad')) ? answer : {}));
    await kit().apply(webhook('siem', sink));
    kit().receive({ id: 'a' }, { id: 'bad1' }, { id: 'bad2' }, { id: 'b' });
    await kit().until(async () => (await statusOf('siem'))?.deadLetters === 2);
    const rejects = async () => kit().forwarding.rejects('siem', { limit: 10 });
    const ids = (await rejects()).map(({ id }) => id).toSorted((a, b) => a - b);
    answer = { status: 503, body: 'busy' };
    expect(await resend('siem', ids)).toEqual([{ id: ids[0], outcome: 'retry', status: 503, answer: 'busy' }]);
    answer = { status: 422, body: 'still none' };
    expect(await resend('siem', ids)).toMatchObject([{ outcome: 'refused' }, { outcome: 'refused' }]);
    expect(await rejects()).toMatchObject([
      { auditId: 'bad2', status: 422 },
      { auditId: 'bad1', answer: 'still none' },
    ]);
    answer = {};
    const { length } = sink.calls;
    expect(await resend('siem', [...ids, 12_345])).toMatchObject([
      { id: ids[0], outcome: 'sent' },
      { id: ids[1], outcome: 'sent' },
    ]);
    expect(idsIn(sink.calls.slice(length))).toEqual(['bad1', 'bad2']);
    expect(await rejects()).toEqual([]);
    expect(await statusOf('siem')).toMatchObject({ deadLetters: 0, sent: 4, rejected: 2 });
  });

  test('is not sent any more when whoever asked for it has left, and neither are those after it', async () => {
    let answer: SinkAnswer = { status: 400 };
    const sink = await sinkOf(() => answer);
    await kit().apply(webhook('siem', sink));
    receive(3);
    await kit().until(async () => (await statusOf('siem'))?.deadLetters === 3);
    const ids = (await kit().forwarding.rejects('siem', { limit: 10 })).map(({ id }) => id);
    answer = 'never';
    const { length } = sink.calls;
    const asking = new AbortController();
    const resent = resend('siem', ids, asking);
    await kit().until(() => sink.open() === 1);
    asking.abort(new Error('the caller left'));
    await expect(resent).rejects.toThrow('the caller left');
    await kit().until(() => sink.open() === 0);
    expect(sink.calls).toHaveLength(length + 1);
    expect(await statusOf('siem')).toMatchObject({ deadLetters: 3 });
  });

  test('that is not to be sent at all stays one: the other side would drop it, and say that it has it', async () => {
    const sink = await sinkOf(() => ({}));
    await kit().apply(`kind: Destination\nname: logs\ntype: victorialogs\nurl: ${sink.url}\n`);
    kit().receive({ id: 'old', timeMicros: 0 });
    await kit().until(async () => (await statusOf('logs'))?.deadLetters === 1);
    const [reject] = await kit().forwarding.rejects('logs', { limit: 1 });
    expect(await resend('logs', [reject?.id ?? 0])).toEqual([
      { id: reject?.id, outcome: 'refused', answer: 'it is older than 168 hours' },
    ]);
    expect(sink.calls).toEqual([]);
    expect(await statusOf('logs')).toMatchObject({ deadLetters: 1, sent: 0 });
  });

  test('that the filter leaves out by now is not sent', async () => {
    const sink = await sinkOf(() => ({ status: 400 }));
    await kit().apply(webhook('siem', sink));
    receive(1);
    await kit().until(async () => (await statusOf('siem'))?.deadLetters === 1);
    await kit().apply(webhook('siem', sink, 'filter: "verb: delete"\n'));
    const [reject] = await kit().forwarding.rejects('siem', { limit: 1 });
    const { length } = sink.calls;
    expect(await resend('siem', [reject?.id ?? 0])).toMatchObject([{ outcome: 'missing' }]);
    expect(sink.calls).toHaveLength(length);
    expect(await statusOf('siem')).toMatchObject({ deadLetters: 1 });
  });
});
