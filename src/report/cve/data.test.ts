import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogger, createManualClock } from '../../platform/index.ts';
import { createCveSource } from './data.ts';
import { dateNotes } from './match.ts';

const directory = path.resolve(import.meta.dirname, '../../../content/cve');
const shipped = readFileSync(path.join(directory, 'vulnerabilities.json'), 'utf8');
const shippedDate = String(JSON.parse(shipped).date);
const newer = shipped.replace(shippedDate, '2027-01-31');
const logger = createLogger('silent');

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'cve-data-'));
  file = path.join(folder, 'vulnerabilities.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the data that comes along has the newest CVE first, and says of when it is', async () => {
  const data = await createCveSource({ directory, file: undefined, clock: createManualClock(0), logger })();
  const years = data.indicators.map(({ id }) => Number(id.split('-')[1]));
  expect(years).toEqual(years.toSorted((a, b) => b - a));
  expect(dateNotes(data, 'ja').join()).toContain(shippedDate);
});

test("an operator's newer data holds as soon as it is there, and its last good contents after it is damaged", async () => {
  const clock = createManualClock(0);
  const source = createCveSource({ directory, file, clock, logger });
  const look = async () => {
    clock.advance(60_000);
    const data = await source();
    return [data.catalogue.date, data.problems.length];
  };
  expect(await look()).toEqual([shippedDate, 1]);
  expect(dateNotes(await source(), 'en')).toContain('cannot read the CVE data: ENOENT');
  writeFileSync(file, newer);
  expect(await look()).toEqual(['2027-01-31', 0]);
  writeFileSync(file, '{"kind":');
  expect(await look()).toEqual(['2027-01-31', 1]);
  expect(dateNotes(await source(), 'en').join()).toMatch(/2027-01-31.*JSON/);
  rmSync(file);
  expect(await look()).toEqual(['2027-01-31', 1]);
  writeFileSync(file, newer.replace('2027-01-31', '2027-02-28'));
  expect(await look()).toEqual(['2027-02-28', 0]);
});
