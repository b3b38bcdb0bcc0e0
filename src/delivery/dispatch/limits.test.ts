import { beforeEach, describe, expect, test, vi } from 'vitest';
import { dispatchScene } from './testkit.ts';

const minute = 60_000;
const scene = dispatchScene();
const { eventually, becomes, idle } = scene;

describe('more than a channel takes', () => {
  const good = { body: '{"errcode":0,"errmsg":"ok"}' };

  beforeEach(async () => {
    scene.answer = () => good;
    await scene.kept.apply(
      `{kind: Channel, name: oncall, type: dingtalk, url: "${scene.receiver.url}/robot?access_token=t"}`,
    );
  });

  interface Robot {
    readonly markdown: { readonly title: string; readonly text: string };
  }

  const textOf = (index: number): string =>
    (JSON.parse(scene.receiver.received[index]?.body ?? '') as Robot).markdown.text;

  test('of 10,000 messages in a minute a robot hears no more than 18, and none is lost', async () => {
    const messages = Array.from({ length: 10_000 }, (_, index) => ({
      key: `m${index}`,
      message: {
        severity: index % 10 === 0 ? ('critical' as const) : ('high' as const),
        labels: { rule: `rule-${index % 3}` },
        title: `cause ${index}`,
      },
    }));
    const { outbox } = scene.kept.records;
    /** No call is under way, so that none takes the time that passes for a slow answer; what is too much may wait for its minute. */
    const quiet = () =>
      vi.waitFor(async () => {
        expect(await outbox.countDue('oncall', ['alert'])).toBe(0);
        expect(await outbox.list({ limit: 1, state: 'sending' })).toEqual([]);
      }, 60_000);
    for (let step = 0; step < 10; step += 1) {
      scene.kept.send(...messages.slice(step * 1000, step * 1000 + 1000));
      await quiet();
      scene.kept.clock.advance(5000);
    }
    for (let step = 0; step < 20 && (await outbox.depths()).size > 0; step += 1) {
      scene.kept.clock.advance(5000);
      await quiet();
    }
    expect((await outbox.depths()).size).toBe(0);
    const tries = await outbox.triesSince('oncall', 0);
    expect(tries).toHaveLength(scene.receiver.received.length);
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
    scene.kept.send(
      ...keys.map((key, index) => ({ key, message: { labels: { rule: index < 20 ? 'exec' : 'rbac' } } })),
    );
    await becomes('m29', 'merged');
    await eventually(() => expect(scene.receiver.received).toHaveLength(1));
    expect(textOf(0)).toContain('30 messages in one');
    expect(textOf(0)).toContain('- **exec**: 20\n- **rbac**: 10');
    expect(textOf(0)).toContain('· m0\n\n· m1\n\n');
    expect(textOf(0)).not.toContain('m10');
    expect(textOf(0)).toContain('(https://audit.example/alerts/inbox)');
  });

  test('what ends something comes after the digest that told it', async () => {
    scene.answer = () => ({ body: '{"errcode":130101,"errmsg":"send too fast"}' });
    const keys = Array.from({ length: 30 }, (_, index) => `m${index}`);
    scene.kept.send(...keys.map((key) => ({ key, sequence: key })));
    await eventually(() => expect(scene.receiver.received).toHaveLength(1));
    scene.kept.send({ key: 'over', sequence: 'm3', message: { kind: 'resolved' } });
    await idle();
    scene.answer = () => good;
    scene.kept.clock.advance(minute);
    await becomes('over', 'sent');
    expect(scene.receiver.received).toHaveLength(3);
    expect(textOf(1)).toContain('30 messages');
    expect(textOf(2)).toContain('Resolved');
  });

  test('a restart does not forget what was sent in the last minute', async () => {
    for (let index = 0; index < 18; index += 1) {
      scene.kept.send({ key: `m${index}` });
      await becomes(`m${index}`, 'sent');
    }
    await scene.kept.restart();
    scene.kept.send({ key: 'one more' });
    await idle();
    expect(scene.receiver.received).toHaveLength(18);
    scene.kept.clock.advance(minute);
    await becomes('one more', 'sent');
  });
});
