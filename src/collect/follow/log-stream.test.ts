import {
  appendFileSync,
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FollowedLog, lineOf, numbersIn } from '../testkit.ts';

let log: FollowedLog;

beforeEach(() => {
  log = new FollowedLog();
});
afterEach(() => log.remove());

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);

/** Every line was read once, in its order, and nothing is lost. */
function expectAll(): void {
  expect(numbersIn(log.received)).toEqual(range(0, log.written));
  expect(log.losses).toEqual([]);
}

function expectNoLoss(): void {
  expect(log.losses).toEqual([]);
}

/** Every line was read; some may have been again. */
function expectAtLeastAll(): void {
  expect(new Set(numbersIn(log.received))).toEqual(new Set(range(0, log.written)));
  expect(log.losses).toEqual([]);
}

describe('a log that is written to', () => {
  test('is read line by line; a half line waits for its end', async () => {
    log.write(3);
    const line = lineOf(99);
    appendFileSync(log.live, line.slice(0, 50));
    await log.follow();
    expect(numbersIn(log.received)).toEqual([0, 1, 2]);
    appendFileSync(log.live, line.slice(50));
    await log.follow();
    expect(numbersIn(log.received)).toEqual([0, 1, 2, 99]);
    expect(log.received.endsWith(line)).toBe(true);
  });

  test('gives lines of 1.5 MB, and one that is too long for memory in parts', async () => {
    log.write(1, 1_500_000);
    log.write(1, 20_000_000);
    log.write(1);
    await log.follow();
    expectAll();
    expect(log.received).toBe(lineOf(0, 1_500_000) + lineOf(1, 20_000_000) + lineOf(2));
  });

  test('gives bytes as they are, be they UTF-8 or not', async () => {
    const bytes = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xfe, 0xc3]), Buffer.from('"}\n')]);
    writeFileSync(log.live, bytes);
    await log.follower.scan();
    const portion = await log.follower.next();
    expect(portion?.body instanceof Uint8Array && bytes.equals(portion.body)).toBe(true);
  });

  test('is read on from the acknowledged place after a death, and not before it', async () => {
    log.write(2);
    await log.follow();
    log.isServerThere = false;
    log.write(2);
    await log.follow();
    await log.restart();
    log.isServerThere = true;
    await log.follow();
    expect(numbersIn(log.received)).toEqual([0, 1, 2, 3, 2, 3]);
  });
});

describe('rotation by rename', () => {
  test('is followed, several times between two looks', async () => {
    for (let round = 0; round < 5; round += 1) {
      log.write(3);
      log.rename();
    }
    log.write(1);
    await log.follow();
    await log.settle();
    expectAll();
  });

  test('loses nothing of a file that goes on being written to under its new name', async () => {
    log.write(1);
    await log.follow();
    const backup = log.rename();
    appendFileSync(backup, lineOf(500));
    log.write(1);
    await log.follow();
    // It counts as whole by now, and is not.
    await log.settle();
    appendFileSync(backup, lineOf(501));
    await log.follow();
    expect(numbersIn(log.received).toSorted((a, b) => a - b)).toEqual([0, 1, 500, 501]);
  });

  test('is followed also where the live name is gone for a while', async () => {
    log.write(2);
    await log.follow();
    rmSync(log.live, { force: true });
    await log.settle();
    log.write(2);
    log.rename();
    rmSync(log.live);
    await log.settle();
    log.write(2);
    await log.follow();
    expect(numbersIn(log.received)).toEqual(range(0, 6));
    expectNoLoss();
  });

  test('of a file that is packed then reads it once, whether before, while or after', async () => {
    log.write(3);
    await log.follow();
    const read = log.rename();
    log.write(3);
    await log.follow();
    log.pack(read);
    const unread = log.rename();
    log.pack(unread);
    log.write(3);
    await log.follow();
    await log.settle();
    await log.restart();
    await log.settle();
    expectAll();
  });

  test('while the follower is away is caught up, from packed files as well', async () => {
    log.write(4, 400);
    await log.follow();
    log.write(4, 400);
    await log.restart();
    const first = log.rename();
    log.write(4, 400);
    const second = log.rename();
    log.write(4, 400);
    log.pack(first);
    log.pack(second);
    await log.follow();
    await log.settle();
    expectAll();
  });

  test('gives an unfinished last line when nobody will finish it, and not before', async () => {
    log.write(1);
    appendFileSync(log.live, '{"half":');
    await log.follow();
    log.rename();
    log.write(1);
    await log.follow();
    expect(log.received).not.toContain('half');
    await log.settle();
    expect(log.received).toContain('{"half":\n');
    expect(numbersIn(log.received)).toEqual([0, 1]);
  });
});

describe('rotation by copy and truncation', () => {
  test('is followed, and what was copied before it was read is taken from the copy', async () => {
    log.write(3, 600);
    await log.follow();
    log.write(3, 600);
    log.copyTruncate();
    log.write(3, 600);
    await log.follow();
    await log.settle();
    expectAll();
  });

  test('is seen although the new contents are longer than the old ones, and while the follower is away', async () => {
    log.write(2, 600);
    await log.follow();
    log.copyTruncate();
    log.write(5, 600);
    await log.follow();
    log.write(1, 600);
    await log.restart();
    log.copyTruncate();
    log.write(9, 600);
    await log.follow();
    await log.settle();
    expectAll();
  });

  test('without a copy says how many bytes were not read', async () => {
    log.write(3, 600);
    await log.follow();
    log.write(2, 600);
    await log.follower.scan();
    truncateSync(log.live, 0);
    log.write(1, 600);
    await log.follow();
    await log.settle();
    const lost = 2 * lineOf(0, 600).length;
    expect(log.losses).toEqual([{ path: log.live, from: 3 * lineOf(0, 600).length, bytes: lost, reason: 'truncated' }]);
    expect(numbersIn(log.received)).toEqual([0, 1, 2, 5]);
  });

  test('a copy that is still being made is no log of its own', async () => {
    log.write(5, 600);
    await log.follow();
    const whole = readFileSync(log.live);
    writeFileSync(path.join(log.directory, 'audit.log.1'), whole.subarray(0, 2000));
    await log.follow();
    writeFileSync(path.join(log.directory, 'audit.log.1'), whole);
    truncateSync(log.live, 0);
    log.write(1, 600);
    await log.follow();
    await log.settle();
    expectAll();
  });

  test('of a writer that goes on at its old offset leaves a hole of zeros, which is left out', async () => {
    const handle = openSync(log.live, 'w');
    let offset = 0;
    const put = (text: string): void => {
      offset += writeSync(handle, text, offset);
    };
    put(lineOf(0, 600) + lineOf(1, 600));
    await log.follow();
    truncateSync(log.live, 0);
    put(lineOf(2, 600));
    expect(readFileSync(log.live)[0]).toBe(0);
    await log.follow();
    put(lineOf(3, 600));
    await log.follow();
    closeSync(handle);
    expect(numbersIn(log.received)).toEqual([0, 1, 2, 3]);
    expect(log.received).not.toContain('\0');
  });
});

describe('identity', () => {
  test('an inode that is used again is another file', async () => {
    for (let round = 0; round < 20; round += 1) {
      log.write(2, 600);
      await log.follow();
      await log.restart();
      rmSync(log.live);
    }
    log.write(1, 600);
    await log.follow();
    expect(numbersIn(log.received)).toEqual(range(0, log.written));
  });

  test('a file that was shortened and grew beyond the old place is read from its beginning', async () => {
    log.write(3, 600);
    await log.follow();
    await log.restart();
    writeFileSync(log.live, '');
    log.write(9, 600);
    await log.follow();
    expect(numbersIn(log.received)).toEqual(range(0, 12));
  });

  test('files that begin alike are told apart', async () => {
    const head = `${JSON.stringify({ header: 'x'.repeat(4000) })}\n`;
    for (const count of [8, 2, 5]) {
      appendFileSync(log.live, head);
      log.write(count, 600);
      await log.follow();
      log.rename();
      await log.follow();
    }
    await log.settle();
    expect(numbersIn(log.received)).toEqual(range(0, 15));
    expectNoLoss();
  });

  test('a longer copy takes the place of the file that it continues', async () => {
    log.write(2, 600);
    const backup = path.join(log.directory, 'audit.log.1');
    copyFileSync(log.live, backup);
    log.write(2, 600);
    await log.follow();
    await log.settle();
    expectAll();
  });

  test('links among the files of a rotation lead nowhere', async () => {
    const secret = path.join(log.directory, 'secret');
    writeFileSync(secret, 'password\n');
    symlinkSync(secret, path.join(log.directory, 'audit.log.1'));
    log.write(1);
    await log.follow();
    expect(log.received).toBe(lineOf(0));
  });
});

describe('files that are gone', () => {
  test('a deleted file is read to its end while it is open', async () => {
    log.write(2);
    await log.follow();
    log.write(2);
    await log.follower.scan();
    rmSync(log.rename());
    await log.follow();
    expectAll();
  });

  test('one that was deleted while the follower was away is lost, with how many bytes at least', async () => {
    log.write(2);
    await log.follow();
    log.isServerThere = false;
    log.write(3);
    await log.follow();
    await log.restart();
    log.isServerThere = true;
    rmSync(log.rename());
    log.write(1);
    await log.follow();
    await log.settle();
    const { length } = lineOf(0);
    expect(log.losses).toEqual([{ path: log.live, from: 2 * length, bytes: 3 * length, reason: 'deleted' }]);
    expect(numbersIn(log.received)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('deleted files that are kept open are let go of beyond the limit, the oldest first', async () => {
    log.write(2, 600);
    await log.follower.scan();
    rmSync(log.rename());
    log.write(2, 600);
    await log.follower.scan();
    rmSync(log.rename());
    await log.follower.scan();
    const bytes = 2 * lineOf(0, 600).length;
    await log.follower.letGo(bytes);
    expect(log.losses.map(({ reason, bytes: lost }) => ({ reason, lost }))).toEqual([
      { reason: 'let-go', lost: bytes },
    ]);
    await log.follow();
    expect(numbersIn(log.received)).toEqual([2, 3]);
  });

  test('what is done and gone is forgotten', async () => {
    for (let round = 0; round < 10; round += 1) {
      log.write(2);
      const backup = log.rename();
      await log.follow();
      rmSync(backup);
    }
    log.write(1);
    await log.settle();
    expect(log.follower.rows()).toHaveLength(1);
    expectAll();
  });
});

describe('packed files', () => {
  test('what can be read of one that was cut is read, and the place is said', async () => {
    const lines = range(0, 2000).map((number) => lineOf(number, number % 300));
    const packed = gzipSync(lines.join(''));
    const file = path.join(log.directory, 'audit.log.1.gz');
    writeFileSync(file, packed.subarray(0, packed.length >> 1));
    await log.follow();
    await log.settle();
    const read = numbersIn(log.received);
    expect(read.length).toBeGreaterThan(500);
    expect(read).toEqual(range(0, read.length));
    expect(log.losses).toHaveLength(1);
    expect(log.losses[0]).toMatchObject({
      path: file,
      reason: 'damaged',
      damage: { reason: 'unexpected end of file', storedOffset: packed.length >> 1 },
    });
  });

  test('one that is still being packed is read to its end', async () => {
    const lines = range(0, 2000).map((number) => lineOf(number, number % 300));
    const packed = gzipSync(lines.join(''));
    const file = path.join(log.directory, 'audit.log.1.gz');
    writeFileSync(file, packed.subarray(0, packed.length >> 1));
    await log.follow();
    writeFileSync(file, packed);
    await log.follow();
    await log.settle();
    expect(numbersIn(log.received)).toEqual(range(0, 2000));
    expect(log.losses).toEqual([]);
  });
});

describe('logs in wrappers', () => {
  const time = '2026-11-20T18:05:19.000000000Z';

  test('the parts of a line are joined, over a death between them', async () => {
    const line = lineOf(7).trimEnd();
    appendFileSync(log.live, `${time} stdout F ${lineOf(6)}${time} stdout P ${line.slice(0, 60)}\n`);
    await log.follow();
    expect(numbersIn(log.received)).toEqual([6]);
    await log.restart();
    appendFileSync(log.live, `${time} stdout P ${line.slice(60, 120)}\n`);
    await log.follow();
    appendFileSync(log.live, `${time} stdout F ${line.slice(120)}\n${time} stderr F I1120 klog\n`);
    await log.follow();
    expect(numbersIn(log.received)).toEqual([6, 7]);
    expect(log.received).toContain(line);
  });

  test('a long line is given at once, not when more has come', async () => {
    const wrap = (number: number): string => `${JSON.stringify({ log: lineOf(number, 300_000), stream: 'stdout' })}\n`;
    appendFileSync(log.live, wrap(1));
    await log.follow();
    expect(numbersIn(log.received)).toEqual([1]);
    appendFileSync(log.live, wrap(2));
    await log.follow();
    expect(numbersIn(log.received)).toEqual([1, 2]);
  });

  test('a document is given when it is whole', async () => {
    const items = [1, 2, 3].map((number) => lineOf(number));
    const text = `{"kind":"EventList",\n"items":[\n${items.join(',')}]}\n`;
    appendFileSync(log.live, text.slice(0, 500));
    await log.follow();
    await log.restart();
    appendFileSync(log.live, text.slice(500));
    await log.follow();
    expect(log.received).toBe(text);
  });

  test('what was read for the last time goes on where it was cut', async () => {
    const lines = [lineOf(0), lineOf(1).trimEnd(), '\n', lineOf(2).slice(0, 50), lineOf(2).slice(50)];
    for (const [index, expected] of [[0], [0, 1], [0, 1], [0, 1], [0, 1, 2]].entries()) {
      appendFileSync(log.live, lines[index] ?? '');
      await log.follower.scan();
      await log.read(Number.POSITIVE_INFINITY, 0);
      expect(numbersIn(log.received)).toEqual(expected);
      await log.restart();
    }
    expectNoLoss();
  });
});

type Step = 'write' | 'long' | 'read' | 'follow' | 'rename' | 'pack' | 'copy' | 'restart' | 'away' | 'settle';

test('whatever is done in whatever order, every line is read', async () => {
  const steps = fc.array(
    fc.constantFrom<Step>(
      'write',
      'write',
      'long',
      'read',
      'follow',
      'rename',
      'pack',
      'copy',
      'restart',
      'away',
      'settle',
    ),
    { minLength: 5, maxLength: 60 },
  );
  await fc.assert(
    fc.asyncProperty(steps, async (plan) => {
      await log.remove();
      log = new FollowedLog();
      for (const step of plan) await take(step);
      log.isServerThere = true;
      await log.restart();
      await log.follow();
      await log.settle();
      expectAtLeastAll();
    }),
    { numRuns: 150 },
  );
});

async function take(step: Step): Promise<void> {
  switch (step) {
    case 'write':
      return void log.write(3, 300);
    case 'long':
      return void log.write(1, 1_200_000);
    case 'read':
      return log.read(1);
    case 'follow':
      return log.follow();
    case 'rename':
      if (isWritten()) log.rename();
      return;
    case 'pack': {
      const [backup] = readdirSync(log.directory).filter((name) => /^audit-.*\.log$/.test(name));
      if (backup !== undefined) log.pack(path.join(log.directory, backup));
      return;
    }
    case 'copy':
      if (isWritten()) log.copyTruncate();
      return;
    case 'restart':
      return log.restart();
    case 'away':
      log.isServerThere = !log.isServerThere;
      return;
    case 'settle':
      return log.settle();
  }
}

function isWritten(): boolean {
  return existsSync(log.live) && statSync(log.live).size > 0;
}
