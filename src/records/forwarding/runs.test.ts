import { expect, test } from 'vitest';
import { temporaryRecords } from '../testkit.ts';

test('what was sent stays counted when old replays are forgotten', async () => {
  const kept = temporaryRecords();
  const { destinations, forwardRuns } = kept.records;
  const texts = { type: 'webhook', head: '{}', settings: '{}', owner: '{}', savedBy: 'ann' };
  for (const name of ['siem', 'other']) await destinations.put({ name, ...texts });
  const start = (destination: string, range?: string) =>
    forwardRuns.start({ destination, range, through: 9, place: { receivedAtMicros: 1 }, startedBy: 'ann' });
  const finish = (run: number, sent: number, isLast: boolean) =>
    forwardRuns.finish({ run, place: { receivedAtMicros: 9 }, sent, rejected: [reject], isLast });
  const reject = { clusterId: 'c', auditId: 'a', receivedAtMicros: 1, eventKey: 'k', answer: '', status: 400 };
  const following = await start('siem');
  await finish(following.id, 1000, false);
  await start('other');
  for (let replay = 1; replay <= 150; replay += 1) {
    const { id } = await start('siem', '{}');
    await finish(id, 2, true);
    const runs = await forwardRuns.list('siem');
    expect(runs.length).toBeLessThanOrEqual(102);
    expect(runs.reduce((sum, { sent }) => sum + sent, 0)).toBe(1000 + 2 * replay);
    expect(runs.reduce((sum, { rejected }) => sum + rejected, 0)).toBe(1 + replay);
  }
  expect(await forwardRuns.list('other')).toMatchObject([{ sent: 0, rejected: 0 }]);
  await kept.remove();
});
