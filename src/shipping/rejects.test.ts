import { expect, test } from 'vitest';
import { addRejects, rejectsOf } from './rejects.ts';

const event = '{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"1","requestURI":"/a"}';
const bodyOf = (text: string, line = 1) => ({ bytes: Uint8Array.from(Buffer.from(text)), places: [{ at: 0, line }] });

test('says of each reason how many, on which line the first stands, and how it begins', () => {
  const klog = 'I1128 20:10:00.000000       1 httplog.go:132] "HTTP" verb="GET"';
  const body = bodyOf(`${event}\n${klog}\n${klog}\n{"a":1}\n${event}\n`, 101);
  expect(rejectsOf(body, 3)).toEqual([
    { reason: 'not-json', count: 2, first: { line: 102, text: klog, looksLike: expect.stringContaining('klog') } },
    { reason: 'no-audit-id', count: 1, first: { line: 104, text: '{"a":1}', looksLike: undefined } },
  ]);
});

test('names what the whole line is wrapped in, also where an event was found in it', () => {
  const [found] = rejectsOf(bodyOf(`2026-11-28T20:10:00.123456789Z stdout F ${event}\n`), 1);
  expect(found?.first?.looksLike).toContain('CRI');
  const [utf16] = rejectsOf(
    { bytes: Uint8Array.from(Buffer.from(`\ufeff${event}\n${event}`, 'utf16le')), places: [{ at: 0, line: 1 }] },
    2,
  );
  expect(utf16?.first?.looksLike).toContain('UTF-16');
});

test('what is read and yet rejected was refused by the engine', () => {
  expect(rejectsOf(bodyOf(event), 1)).toEqual([{ reason: 'engine-refused', count: 1, first: undefined }]);
});

test('shows no more than 200 characters of a line, and of sums the first', () => {
  const long = rejectsOf(bodyOf('é'.repeat(5000)), 1);
  expect(long[0]?.first?.text).toBe('é'.repeat(200));
  const sum = addRejects(long, rejectsOf(bodyOf('x\ny', 7), 2));
  expect(sum).toEqual([{ reason: 'not-json', count: 3, first: long[0]?.first }]);
});
