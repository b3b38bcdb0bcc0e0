import { appendFileSync, existsSync, globSync, statSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FollowedLog, lineOf, numbersIn } from '../testkit.ts';

let log: FollowedLog;
let records: number;

beforeEach(() => begin());
afterEach(() => log.remove());

function begin(): void {
  log = new FollowedLog();
  records = 0;
}

/** A record as the kubelet has it; no two are of one moment. */
function record(tag: 'P' | 'F', text: string, stream = 'stdout'): string {
  records += 1;
  return `2026-11-20T18:05:19.${String(records).padStart(9, '0')}Z ${stream} ${tag} ${text}\n`;
}

const write = (...lines: readonly string[]): void => appendFileSync(log.live, lines.join(''));
const textOf = (number: number, padding = 0): string => lineOf(number, padding).trimEnd();

/** Nothing of what was sent is torn, and nothing was said to be lost. */
function expectWhole(numbers: readonly number[]): void {
  for (const line of log.received.split('\n')) if (line !== '') expect(() => JSON.parse(line)).not.toThrow();
  expect(numbersIn(log.received)).toEqual(numbers);
  expect(log.losses).toEqual([]);
}

test('a line of which each part stands in another file is joined', async () => {
  const line = textOf(7);
  write(record('F', textOf(6)), record('P', line.slice(0, 60)));
  await log.follow();
  log.rename();
  // Nobody writes for a while.
  await log.settle();
  write(record('P', line.slice(60, 120)));
  await log.follow();
  log.rename();
  await log.follow();
  expectWhole([6]);
  write(record('F', line.slice(120)), record('F', textOf(8)));
  await log.follow();
  await log.settle();
  expectWhole([6, 7, 8]);
  expect(log.received).toContain(line);
  // All of it is with the server.
  await log.restart();
  await log.settle();
  expectWhole([6, 7, 8]);
  expect(log.follower.rows().filter(({ isDone }) => !isDone)).toHaveLength(1);
});

test('the part at the end of a file is kept until its line has arrived', async () => {
  const line = textOf(1);
  write(record('F', textOf(0)), record('P', line.slice(0, 60)));
  await log.follow();
  log.rename();
  log.isServerThere = false;
  write(record('F', line.slice(60)));
  await log.follow();
  await log.settle();
  await log.restart();
  log.isServerThere = true;
  await log.follow();
  await log.settle();
  expectWhole([0, 1, 1]);
});

test('a part is also at the end of a packed file, and of one that was read for the last time', async () => {
  const [first, second] = [textOf(0), textOf(1)];
  write(record('P', first.slice(0, 60)));
  log.pack(log.rename());
  write(record('F', first.slice(60)), record('P', second.slice(0, 60)));
  log.rename();
  write(record('F', second.slice(60)), record('F', textOf(2)));
  await log.follower.scan();
  // An hour from now all of these files have been still for long.
  await log.read(Number.POSITIVE_INFINITY, Date.now() + 3_600_000);
  expectWhole([0, 1, 2]);
});

test('what is written to a file after its rename is read before the next one', async () => {
  const line = textOf(0);
  write(record('P', line.slice(0, 60)));
  await log.follow();
  const backup = log.rename();
  appendFileSync(backup, record('P', line.slice(60, 120)));
  write(record('F', line.slice(120)));
  await log.follow();
  expectWhole([0]);
});

test('a part whose end never came costs itself alone', async () => {
  write(record('P', textOf(0).slice(0, 60)));
  await log.follow();
  log.rename();
  write(record('F', textOf(1)), record('F', textOf(2)));
  await log.follow();
  await log.settle();
  expect(numbersIn(log.received)).toEqual([1, 2]);
  expect(log.received).toContain(textOf(0).slice(0, 60));
});

type Step = 'part' | 'other' | 'rename' | 'pack' | 'follow' | 'restart' | 'away';

test('whatever is done between the parts, every line is whole', async () => {
  const step = fc.constantFrom<Step>('part', 'part', 'part', 'other', 'rename', 'pack', 'follow', 'restart', 'away');
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (plan) => {
      await log.remove();
      begin();
      const writer = new PartWriter();
      for (const one of plan) await take(one, writer);
      writer.finish();
      log.isServerThere = true;
      await log.restart();
      await log.follow();
      await log.settle();
      for (const line of log.received.split('\n')) if (line !== '') expect(() => JSON.parse(line)).not.toThrow();
      expect(new Set(numbersIn(log.received))).toEqual(new Set(writer.numbers));
      expect(log.losses).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

async function take(step: Step, writer: PartWriter): Promise<void> {
  switch (step) {
    case 'part':
      return writer.part();
    case 'other':
      return writer.other();
    case 'rename':
      if (existsSync(log.live) && statSync(log.live).size > 0) log.rename();
      return;
    case 'pack': {
      const [backup] = globSync('audit-*.log', { cwd: log.directory }).toSorted();
      if (backup !== undefined) log.pack(`${log.directory}/${backup}`);
      return;
    }
    case 'follow':
      return log.follow();
    case 'restart':
      return log.restart();
    case 'away':
      log.isServerThere = !log.isServerThere;
  }
}

/** Writes events in three parts each, and whole ones of another stream between them. */
class PartWriter {
  readonly numbers: number[] = [];
  #parts: string[] = [];

  part(): void {
    if (this.#parts.length === 0) {
      const text = this.#next();
      this.#parts = [text.slice(0, 70), text.slice(70, 140), text.slice(140)];
    }
    const [part = ''] = this.#parts.splice(0, 1);
    write(record(this.#parts.length === 0 ? 'F' : 'P', part));
  }

  other(): void {
    write(record('F', this.#next(), 'stderr'));
  }

  finish(): void {
    while (this.#parts.length > 0) this.part();
  }

  #next(): string {
    this.numbers.push(this.numbers.length);
    return textOf(this.numbers.length - 1, 300);
  }
}
