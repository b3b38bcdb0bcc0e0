import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryRecords, type TemporaryRecords } from '../testkit.ts';
import { caseBounds } from './case.ts';

let kept: TemporaryRecords;
beforeEach(() => {
  kept = temporaryRecords();
});
afterEach(() => kept.remove());

const ann = { owner: 'ann', ownerSince: 1 };

function addCase(name = 'shell', isShared = false) {
  return kept.records.cases.add({ ...ann, name, summary: '', isShared });
}

function search(query: string) {
  const scope = { clusterIds: null, namespaces: null, bodies: true };
  return { note: '', what: { kind: 'search' as const, query, fromMicros: 1, toMicros: 2, ...scope } };
}

function event(sha256: string, size = 3) {
  const what = {
    kind: 'event' as const,
    clusterId: 'k1',
    clusterName: 'prod',
    namespace: 'shop',
    auditId: 'a',
    sha256,
  };
  const times = {
    stage: 'ResponseComplete',
    timeMicros: 1_763_661_600_000_001,
    receivedAtMicros: 5,
    wrapper: '',
    size,
  };
  return { note: 'why', what: { ...what, ...times }, bytes: Buffer.from('{ }') };
}

test('a case keeps its pins in the order that people gave them, and what they wrote', async () => {
  const { id } = await addCase();
  const { cases } = kept.records;
  const first = await cases.pin(id, event('aa'));
  const second = await cases.pin(id, search('verb: delete'));
  const third = await cases.pin(id, search('verb: create'));
  expect(await cases.pin(id, event('aa'))).toEqual(first);
  await cases.changePin(id, third.id, { before: first.id, note: 'it began here' });
  await cases.changePin(id, first.id, { before: null });
  const again = kept.reopen().cases;
  expect(await again.pins(id)).toEqual([{ ...third, note: 'it began here' }, second, first]);
  expect(await again.bytesOf(first.id)).toEqual(new Uint8Array(Buffer.from('{ }')));
  expect(await again.bytesOf(second.id)).toBeUndefined();
  expect(await again.unpin(id, second.id)).toBe(true);
  await again.delete(id);
  expect(await again.bytesOf(first.id)).toBeUndefined();
});

test('a pin of one case is not to be changed through another', async () => {
  const [one, other] = [await addCase('one'), await addCase('other')];
  const { cases } = kept.records;
  const pin = await cases.pin(one.id, search('*'));
  await expect(cases.changePin(other.id, pin.id, { note: 'x' })).rejects.toMatchObject({ code: 'not-found' });
  expect(await cases.unpin(other.id, pin.id)).toBe(false);
  const there = await cases.pin(other.id, search('*'));
  await expect(cases.changePin(one.id, pin.id, { before: there.id })).rejects.toMatchObject({ code: 'not-found' });
});

test('there is an end to pins, to their bytes, and to cases', async () => {
  const { id } = await addCase();
  const { cases } = kept.records;
  const whole = await cases.pin(id, event('aa', caseBounds.bytes));
  await expect(cases.pin(id, event('bb', 1))).rejects.toMatchObject({ code: 'conflict' });
  await expect(cases.pin(id, search('a query has bytes, too'))).rejects.toMatchObject({ code: 'conflict' });
  await cases.unpin(id, whole.id);
  for (let index = 0; index < caseBounds.pins; index += 1) await cases.pin(id, search(`${index}`));
  await expect(cases.pin(id, search('one more'))).rejects.toMatchObject({ code: 'conflict' });
  for (let index = 1; index < caseBounds.casesOfAnOwner; index += 1) await addCase(`case ${index}`);
  await expect(addCase('one more')).rejects.toMatchObject({ code: 'conflict' });
  await expect(cases.change(id, { name: 'case 1', summary: '', isShared: false })).rejects.toMatchObject({
    code: 'conflict',
  });
});

test('whoever comes later under the same name has none of the cases of the one before', async () => {
  await addCase('private');
  await addCase('shared', true);
  const later = { owner: 'ann', ownerSince: 2 };
  expect((await kept.records.cases.listFor(later)).map(({ name }) => name)).toEqual(['shared']);
  await kept.records.cases.deleteOf('ann', 'private');
  expect((await kept.records.cases.listFor(ann)).map(({ name }) => name)).toEqual(['shared']);
});

test('an outline tells who may see a pin, and nothing of what it says', async () => {
  const { id } = await addCase();
  const { cases } = kept.records;
  const pins = [await cases.pin(id, event('aa')), await cases.pin(id, search('verb: delete'))];
  const [first, second] = pins.toSorted((a, b) => a.id.localeCompare(b.id));
  const outlines = (await cases.outlines(id)).toSorted((a, b) => a.id.localeCompare(b.id));
  expect(outlines).toEqual(
    [first, second].map((pin) => ({
      ...pin,
      note: '',
      what: pin?.what.kind === 'search' ? { ...pin.what, query: '' } : pin?.what,
    })),
  );
});

test('the same search is another pin for whoever may see more or less by it', async () => {
  const { id } = await addCase();
  const { cases } = kept.records;
  const { note, what } = search('*');
  await cases.pin(id, { note, what });
  await cases.pin(id, { note, what: { ...what, namespaces: ['shop'] } });
  expect(await cases.pins(id)).toHaveLength(2);
});
