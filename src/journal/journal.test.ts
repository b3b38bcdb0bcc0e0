import { describe, expect, test } from 'vitest';
import { SimulatedDisk } from '../platform/testkit.ts';
import { entryOf, journalDirectory, openOn, readAll, readTexts } from './testkit.ts';
import type { Corruption } from './types.ts';

/** Lets everything run that does not wait for the disk. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
}

function segmentsOn(disk: SimulatedDisk): string[] {
  return disk.paths().filter((path) => path.endsWith('.wal'));
}

function synced(disk: SimulatedDisk): number {
  return disk.operations.filter(({ name, path }) => name === 'datasync' && path.endsWith('.wal')).length;
}

describe('append', () => {
  test('acknowledges only after the datasync', async () => {
    const disk = new SimulatedDisk();
    const journal = await openOn(disk);
    disk.holdSyncs();
    let isAcknowledged = false;
    const appended = journal.append(entryOf('a')).then(() => {
      isAcknowledged = true;
    });
    await turns();
    expect(disk.operations.at(-1)?.name).toBe('datasync');
    expect(isAcknowledged).toBe(false);
    expect(await readTexts(journal)).toEqual([]);
    disk.releaseSyncs();
    await appended;
    expect(await readTexts(journal)).toEqual(['a']);
  });

  test('serves all that came during a sync with one further sync', async () => {
    const disk = new SimulatedDisk();
    const journal = await openOn(disk, { segmentBytes: 2 ** 20 });
    disk.holdSyncs();
    const before = synced(disk);
    const appends = [journal.append(entryOf('first'))];
    await turns();
    for (let index = 0; index < 50; index += 1) appends.push(journal.append(entryOf(`later ${index}`)));
    await turns();
    expect(disk.operations.filter(({ name }) => name === 'write').length).toBeGreaterThan(1);
    disk.releaseSyncs();
    await Promise.all(appends);
    expect(synced(disk) - before).toBe(2);
    expect(await readTexts(journal)).toHaveLength(51);
  });

  test('gives back every field and the bytes of all chunks', async () => {
    const journal = await openOn(new SimulatedDisk());
    const position = await journal.append(
      entryOf('', {
        clusterId: 'c-é',
        kind: 7,
        flags: 255,
        tag: 'import 日本',
        eventCount: 400,
        payload: [Buffer.from('ab'), Buffer.alloc(0), Buffer.from('cd')],
      }),
    );
    const [record] = await readAll(journal);
    expect(record).toMatchObject({
      position,
      clusterId: 'c-é',
      receivedAtMicros: 1_763_661_600_000_000,
      kind: 7,
      flags: 255,
      tag: 'import 日本',
      eventCount: 400,
      eventsBefore: 0,
      next: journal.durableEnd(),
    });
    expect(record?.payload.toString()).toBe('abcd');
  });

  test('rolls over to a new segment, and a record bigger than a segment has its own', async () => {
    const disk = new SimulatedDisk();
    const journal = await openOn(disk, { segmentBytes: 1000 });
    const texts = ['a'.repeat(400), 'b'.repeat(400), 'c'.repeat(5000), 'd'.repeat(10)];
    for (const text of texts) await journal.append(entryOf(text));
    expect(segmentsOn(disk)).toHaveLength(3);
    expect(await readTexts(journal)).toEqual(texts);
    await journal.close();
    expect(await readTexts(await openOn(disk))).toEqual(texts);
  });

  test('is refused once the journal is closed, which settles what came before', async () => {
    const journal = await openOn(new SimulatedDisk());
    const appended = journal.append(entryOf('a'));
    const closed = journal.close();
    await expect(journal.append(entryOf('b'))).rejects.toMatchObject({ code: 'journal-unavailable' });
    await closed;
    expect(await appended).toBeGreaterThan(0);
  });
});

describe('read', () => {
  test('follows what is appended, over segments, and ends with its signal', async () => {
    const journal = await openOn(new SimulatedDisk(), { segmentBytes: 300 });
    const stop = new AbortController();
    const seen: string[] = [];
    const reading = (async () => {
      for await (const record of journal.read(0, { follow: true, signal: stop.signal })) {
        seen.push(record.payload.toString());
        if (seen.length === 20) stop.abort();
      }
    })();
    for (let index = 0; index < 20; index += 1) await journal.append(entryOf(`event ${index}`));
    await reading;
    expect(seen).toEqual(Array.from({ length: 20 }, (_, index) => `event ${index}`));
  });

  test('gives a follower close behind what is still in memory: the records of the files, once', async () => {
    const journal = await openOn(new SimulatedDisk(), { segmentBytes: 300 });
    const payloads = Array.from({ length: 12 }, (_, index) => Buffer.from(`event ${index}`));
    for (const [index, payload] of payloads.entries())
      await journal.append(entryOf('', { payload: [payload], eventCount: index, tag: `${index}` }));
    const follow = async () => {
      const stop = new AbortController();
      const records = [];
      for await (const record of journal.read(0, { follow: true, signal: stop.signal }))
        if (records.push(record) === payloads.length) stop.abort();
      return records;
    };
    const inMemory = await follow();
    expect(inMemory.every(({ payload }, index) => payload === payloads[index])).toBe(true);
    expect(inMemory).toEqual(await readAll(journal));
    const again = await follow();
    expect(again).toEqual(inMemory);
    expect(again.some(({ payload }, index) => payload === payloads[index])).toBe(false);
  });

  test('ends for a follower when the journal is closed', async () => {
    const journal = await openOn(new SimulatedDisk());
    const next = journal.read(0, { follow: true }).next();
    await turns();
    await journal.close();
    expect(await next).toEqual({ value: undefined, done: true });
  });

  test('begins at any record and counts the events before it', async () => {
    const journal = await openOn(new SimulatedDisk());
    await journal.append(entryOf('a', { eventCount: 3 }));
    const second = await journal.append(entryOf('b', { eventCount: 5 }));
    await journal.append(entryOf('c'));
    const records = await readAll(journal, second);
    expect(records.map(({ payload, eventsBefore }) => [payload.toString(), eventsBefore])).toEqual([
      ['b', 3],
      ['c', 8],
    ]);
  });
});

describe('checkpoint', () => {
  test('counts what is pending exactly, also after a restart', async () => {
    const disk = new SimulatedDisk();
    let journal = await openOn(disk, { segmentBytes: 400 });
    for (let index = 0; index < 10; index += 1) await journal.append(entryOf('x'.repeat(50), { eventCount: index }));
    expect(journal.pending().events).toBe(45);
    const records = await readAll(journal);
    await journal.checkpoint(records[6]?.next ?? 0);
    expect(journal.pending()).toEqual({ events: 7 + 8 + 9, bytes: journal.durableEnd() - (records[6]?.next ?? 0) });
    await journal.close();
    journal = await openOn(disk, { segmentBytes: 400 });
    expect(journal.pending().events).toBe(24);
    expect(await readAll(journal)).toHaveLength(3);
    await journal.checkpoint(journal.durableEnd());
    expect(journal.pending()).toEqual({ events: 0, bytes: 0 });
    await journal.append(entryOf('more', { eventCount: 2 }));
    expect((await readAll(journal)).map(({ eventsBefore }) => eventsBefore)).toEqual([45]);
  });

  test('removes whole segments before it and no other', async () => {
    const disk = new SimulatedDisk();
    const journal = await openOn(disk, { segmentBytes: 300 });
    for (let index = 0; index < 6; index += 1) await journal.append(entryOf('x'.repeat(150)));
    const before = segmentsOn(disk);
    expect(before).toHaveLength(6);
    const records = await readAll(journal);
    await journal.checkpoint(records[3]?.position ?? 0);
    expect(segmentsOn(disk)).toEqual(before.slice(3));
    expect(await readAll(journal)).toHaveLength(3);
  });

  test('is on disk before the segments go', async () => {
    const disk = new SimulatedDisk();
    const journal = await openOn(disk, { segmentBytes: 300 });
    for (let index = 0; index < 4; index += 1) await journal.append(entryOf(`${index}`.repeat(150)));
    disk.operations.length = 0;
    await journal.checkpoint(journal.durableEnd());
    const steps = disk.operations.map(({ name }) => name);
    expect(steps.slice(0, 5)).toEqual(['create', 'write', 'datasync', 'rename', 'syncDirectory']);
    expect(steps.slice(5)).toEqual(['unlink', 'unlink', 'unlink', 'syncDirectory']);
  });

  test('holds although a segment cannot be removed, which goes with a later one', async () => {
    const disk = new SimulatedDisk();
    const journal = await openOn(disk, { segmentBytes: 300 });
    for (let index = 0; index < 4; index += 1) await journal.append(entryOf(`${index}`.repeat(150)));
    const [first = '', second = '', ...rest] = segmentsOn(disk);
    const records = await readAll(journal);
    await journal.writePlan(Buffer.from([1]));
    disk.fault = ({ name, path }) => (name === 'unlink' && path === second ? { code: 'EIO' } : undefined);
    await journal.checkpoint(records[2]?.position ?? 0);
    // Whoever was told of a failure would decide the same batch again, with other numbers.
    expect(journal.checkpointPosition()).toBe(records[2]?.position);
    expect(journal.readPlan()).toBeUndefined();
    expect(segmentsOn(disk)).toEqual([second, ...rest]);
    expect(journal.counts().removeFailures).toBe(1);
    disk.fault = () => undefined;
    await journal.checkpoint(records[2]?.position ?? 0);
    expect(segmentsOn(disk)).toEqual(rest);
    expect(segmentsOn(disk)).not.toContain(first);
    expect(await readAll(journal)).toHaveLength(2);
  });

  test('clears the plan, which is on disk until then', async () => {
    const disk = new SimulatedDisk();
    let journal = await openOn(disk);
    await journal.append(entryOf('a'));
    await journal.writePlan(Buffer.from([0, 255, 1]));
    disk.powerCut();
    journal = await openOn(disk);
    expect(journal.readPlan()).toEqual(Buffer.from([0, 255, 1]));
    await journal.checkpoint(journal.durableEnd());
    expect(journal.readPlan()).toBeUndefined();
    disk.powerCut();
    journal = await openOn(disk);
    expect(journal.readPlan()).toBeUndefined();
    expect(await readAll(journal)).toEqual([]);
  });

  test('that is damaged begins again at the oldest segment and is reported', async () => {
    const disk = new SimulatedDisk();
    let journal = await openOn(disk);
    const { id } = journal;
    for (const text of ['a', 'b']) await journal.append(entryOf(text));
    const records = await readAll(journal);
    await journal.checkpoint(records[0]?.next ?? 0);
    await journal.close();
    disk.damage(`${journalDirectory}/checkpoint.json`, (contents) => contents.subarray(1));
    const corruptions: Corruption[] = [];
    journal = await openOn(disk, {}, corruptions);
    expect(corruptions.map(({ reason }) => reason)).toEqual(['the checkpoint is damaged']);
    expect(journal.id).toBe(id);
    expect(journal.pending().events).toBe(2);
    expect(await readTexts(journal)).toEqual(['a', 'b']);
  });
});

describe('back-pressure', () => {
  test('refuses beyond the limit without writing, and takes again after a checkpoint', async () => {
    const disk = new SimulatedDisk();
    const journal = await openOn(disk, { limitBytes: 1000 });
    for (let index = 0; index < 4; index += 1) await journal.append(entryOf('x'.repeat(150)));
    const operations = disk.operations.length;
    await expect(journal.append(entryOf('x'.repeat(150)))).rejects.toMatchObject({ code: 'journal-full' });
    await expect(journal.ensureRoom(150)).rejects.toMatchObject({ code: 'journal-full', status: 503, retryable: true });
    await expect(journal.append(entryOf('x'.repeat(1000)))).rejects.toMatchObject({ code: 'too-large' });
    expect(disk.operations.length).toBe(operations);
    await journal.checkpoint(journal.durableEnd());
    await journal.append(entryOf('again'));
    expect(await readTexts(journal)).toEqual(['again']);
    expect(journal.counts().refused).toBe(3);
  });

  test('counts what is queued against the limit', async () => {
    const journal = await openOn(new SimulatedDisk(), { limitBytes: 1000 });
    const settled = await Promise.allSettled(
      Array.from({ length: 10 }, () => journal.append(entryOf('x'.repeat(150)))),
    );
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
  });

  test('leaves the reserve free and takes again when there is space', async () => {
    const disk = new SimulatedDisk();
    disk.capacity = 10_000;
    const journal = await openOn(disk, { reserveBytes: 9000 });
    await journal.append(entryOf('x'.repeat(500)));
    await expect(journal.append(entryOf('x'.repeat(500)))).rejects.toMatchObject({ code: 'journal-full' });
    await expect(journal.ensureRoom(500)).rejects.toMatchObject({ code: 'journal-full' });
    disk.capacity = 20_000;
    await journal.ensureRoom(500);
    await journal.append(entryOf('y'));
    expect(await readAll(journal)).toHaveLength(2);
  });

  test('cuts the half record of a disk that is full and loses nothing acknowledged', async () => {
    const disk = new SimulatedDisk();
    const journal = await openOn(disk);
    await journal.append(entryOf('kept'));
    disk.fault = ({ name }) => (name === 'write' ? { code: 'ENOSPC', written: 40 } : undefined);
    await expect(journal.append(entryOf('lost'))).rejects.toMatchObject({ code: 'journal-full' });
    disk.fault = () => undefined;
    await journal.append(entryOf('next'));
    expect(await readTexts(journal)).toEqual(['kept', 'next']);
    expect(segmentsOn(disk)).toHaveLength(1);
    disk.powerCut();
    expect(await readTexts(await openOn(disk))).toEqual(['kept', 'next']);
  });

  test('leaves a segment whose half record cannot be cut', async () => {
    const disk = new SimulatedDisk();
    const journal = await openOn(disk);
    await journal.append(entryOf('kept'));
    disk.fault = ({ name }) => (name === 'write' || name === 'truncate' ? { code: 'EIO', written: 70 } : undefined);
    await expect(journal.append(entryOf('lost'))).rejects.toMatchObject({ code: 'journal-unavailable' });
    disk.fault = () => undefined;
    await journal.append(entryOf('next'));
    expect(segmentsOn(disk)).toHaveLength(2);
    const corruptions: Corruption[] = [];
    disk.powerCut(() => 1);
    expect(await readTexts(await openOn(disk, {}, corruptions))).toEqual(['kept', 'next']);
    expect(corruptions).toEqual([]);
  });
});

describe('a datasync that fails', () => {
  test('is never repeated on the same segment: what was not acknowledged is written again into a new one', async () => {
    const disk = new SimulatedDisk();
    const journal = await openOn(disk);
    await journal.append(entryOf('before'));
    const [first] = segmentsOn(disk);
    disk.fault = ({ name, path }) => (name === 'datasync' && path === first ? { code: 'EIO' } : undefined);
    await Promise.all(['a', 'b', 'c'].map((text) => journal.append(entryOf(text))));
    expect(await readTexts(journal)).toEqual(['before', 'a', 'b', 'c']);
    const syncsOfFirst = disk.operations.filter(({ name, path }) => name === 'datasync' && path === first);
    expect(syncsOfFirst).toHaveLength(2);
    disk.powerCut();
    expect(await readTexts(await openOn(disk))).toEqual(['before', 'a', 'b', 'c']);
  });

  test('rejects when the new segment fails as well, and the journal goes on afterwards', async () => {
    const disk = new SimulatedDisk();
    const journal = await openOn(disk);
    await journal.append(entryOf('before'));
    disk.fault = ({ name }) => (name === 'datasync' ? { code: 'EIO' } : undefined);
    const settled = await Promise.allSettled(['a', 'b'].map((text) => journal.append(entryOf(text))));
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    disk.fault = () => undefined;
    await journal.append(entryOf('after'));
    expect(await readTexts(journal)).toEqual(['before', 'after']);
    expect(journal.counts().syncFailures).toBe(1);
    disk.powerCut();
    expect(await readTexts(await openOn(disk))).toEqual(['before', 'after']);
  });

  test('of the very first segment begins that segment anew', async () => {
    const disk = new SimulatedDisk();
    const journal = await openOn(disk);
    let failures = 1;
    disk.fault = ({ name, path }) =>
      name === 'datasync' && path.endsWith('.wal') && failures-- > 0 ? { code: 'EIO' } : undefined;
    await journal.append(entryOf('a'));
    disk.powerCut();
    expect(await readTexts(await openOn(disk))).toEqual(['a']);
  });
});

describe('open', () => {
  test('is for one process at a time, and the death of one gives the directory to the next', async () => {
    const disk = new SimulatedDisk();
    await openOn(disk);
    await expect(openOn(disk)).rejects.toMatchObject({
      code: 'conflict',
      message: `cannot open journal "${journalDirectory}": another process has it open`,
    });
    disk.powerCut();
    const journal = await openOn(disk);
    await journal.close();
    await openOn(disk);
  });

  test('puts on disk what a killed process had only written, before anybody reads it', async () => {
    const disk = new SimulatedDisk();
    let journal = await openOn(disk);
    await journal.append(entryOf('synced'));
    disk.holdSyncs();
    journal.append(entryOf('written')).catch(() => undefined);
    await turns();
    disk.kill();
    journal = await openOn(disk);
    expect(await readTexts(journal)).toEqual(['synced', 'written']);
    disk.powerCut();
    expect(await readTexts(await openOn(disk))).toEqual(['synced', 'written']);
  });

  test('cuts off a record that was half written, without a report', async () => {
    for (const cut of [1, 30, 63, 70, 74]) {
      const disk = new SimulatedDisk();
      let journal = await openOn(disk);
      await journal.append(entryOf('whole'));
      const end = journal.durableEnd();
      await journal.append(entryOf('torn'));
      await journal.close();
      const [segment = ''] = segmentsOn(disk);
      disk.damage(segment, (contents) => contents.subarray(0, end + cut));
      const corruptions: Corruption[] = [];
      journal = await openOn(disk, {}, corruptions);
      expect(disk.contents(segment)).toHaveLength(end);
      expect(journal.durableEnd()).toBe(end);
      await journal.append(entryOf('new'));
      expect(await readTexts(journal)).toEqual(['whole', 'new']);
      expect(corruptions).toEqual([]);
    }
  });

  test('cuts off zeros that a file system left at the end', async () => {
    const disk = new SimulatedDisk();
    let journal = await openOn(disk);
    await journal.append(entryOf('whole'));
    await journal.close();
    const [segment = ''] = segmentsOn(disk);
    disk.damage(segment, (contents) => Buffer.concat([contents, Buffer.alloc(5000)]));
    const corruptions: Corruption[] = [];
    journal = await openOn(disk, {}, corruptions);
    expect(await readTexts(journal)).toEqual(['whole']);
    expect(corruptions).toEqual([]);
  });

  test('keeps the last record that cannot be read in quarantine before it cuts it off', async () => {
    const disk = new SimulatedDisk();
    let journal = await openOn(disk);
    await journal.append(entryOf('whole'));
    const from = journal.durableEnd();
    await journal.append(entryOf('rotten'));
    const to = journal.durableEnd();
    await journal.close();
    const [segment = ''] = segmentsOn(disk);
    disk.damage(segment, (contents) => {
      contents.write('!', contents.length - 1);
      return contents;
    });
    const rotten = Buffer.from(disk.contents(segment).subarray(from));
    const corruptions: Corruption[] = [];
    journal = await openOn(disk, {}, corruptions);
    const quarantine = `${journalDirectory}/quarantine/${from}-${to}.bin`;
    expect(corruptions).toEqual([{ from, to, reason: 'the checksum of the body differs', quarantine }]);
    expect(disk.contents(quarantine)).toEqual(rotten);
    expect(await readTexts(journal)).toEqual(['whole']);
  });
});

/** Four records whose segment is changed while the journal is closed. */
async function damaged(change: (contents: Buffer, positions: readonly number[]) => Buffer) {
  const disk = new SimulatedDisk();
  let journal = await openOn(disk);
  const positions: number[] = [];
  for (const text of ['one', 'two', 'three', 'four']) positions.push(await journal.append(entryOf(text)));
  await journal.close();
  const [segment = ''] = segmentsOn(disk);
  disk.damage(segment, (contents) => change(contents, positions));
  const corruptions: Corruption[] = [];
  journal = await openOn(disk, {}, corruptions);
  return { disk, journal, positions, corruptions };
}

describe('damage in the middle', () => {
  test('of a payload is reported with its position once, and everything after it is read', async () => {
    const { journal, positions, corruptions, disk } = await damaged((contents, [, second = 0]) => {
      contents.write('x', second + 64 + 'cluster-1'.length);
      return contents;
    });
    expect(await readTexts(journal)).toEqual(['one', 'three', 'four']);
    expect(await readTexts(journal)).toEqual(['one', 'three', 'four']);
    expect(corruptions).toHaveLength(1);
    expect(corruptions[0]).toMatchObject({ from: positions[1], to: positions[2] });
    expect(disk.contents(corruptions[0]?.quarantine ?? '').toString('latin1')).toContain('xwo');
    expect(journal.counts().corruptions).toBe(1);
  });

  test('of a header, its length included, is passed by searching the next record', async () => {
    const { journal, corruptions } = await damaged((contents, [, second = 0]) => {
      contents.writeUInt32LE(0xffff_ff00, second + 24);
      return contents;
    });
    expect(await readTexts(journal)).toEqual(['one', 'three', 'four']);
    expect(corruptions).toHaveLength(1);
  });

  test('cannot be used to smuggle in a record: the mark has a secret, and a copy stands at the wrong position', async () => {
    const disk = new SimulatedDisk();
    let journal = await openOn(disk);
    const first = await journal.append(entryOf('genuine'));
    const [segment = ''] = segmentsOn(disk);
    const copy = Buffer.from(disk.contents(segment).subarray(first, journal.durableEnd()));
    const outer = await journal.append(entryOf('', { payload: [Buffer.from('..'), copy, Buffer.from('..')] }));
    await journal.append(entryOf('last'));
    await journal.close();
    disk.damage(segment, (contents) => {
      contents.writeUInt8(1, outer + 62);
      return contents;
    });
    journal = await openOn(disk);
    expect(await readTexts(journal)).toEqual(['genuine', 'last']);
  });

  test('a segment that somebody removed is reported and the others are read', async () => {
    const disk = new SimulatedDisk();
    let journal = await openOn(disk, { segmentBytes: 200 });
    for (const text of ['one', 'two', 'three']) await journal.append(entryOf(text.padEnd(100)));
    await journal.close();
    const [, second = ''] = segmentsOn(disk);
    await disk.layer().unlink(second);
    const corruptions: Corruption[] = [];
    journal = await openOn(disk, {}, corruptions);
    expect((await readTexts(journal)).map((text) => text.trim())).toEqual(['one', 'three']);
    expect(corruptions).toHaveLength(1);
    expect(corruptions[0]?.quarantine).toBeUndefined();
  });
});
