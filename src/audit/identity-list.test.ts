import { expect, test } from 'vitest';
import { recordedLines, recordings } from '../../test/support/recorded.ts';
import { EventReader, IdentityList, IdentityReader } from './index.ts';

const reader = new EventReader();

function add(list: IdentityList, event: Uint8Array): void {
  expect(reader.read(event, 0, event.length, 1)).toBeUndefined();
  list.add(reader.row);
}

test.each(recordings)('of %s: the text of each, and none is there twice until one is', (name) => {
  const lines = recordedLines(name);
  const identities = new IdentityReader();
  const texts: string[] = [];
  const [list, other] = [new IdentityList(), new IdentityList()];
  for (const [index, line] of lines.entries()) {
    add(index % 3 === 0 ? other : list, line);
    texts.push(identities.identityOf(reader.row));
  }
  expect([list.areDistinct(), other.areDistinct()]).toEqual([true, true]);
  list.append(other.copy());
  expect(list).toHaveLength(lines.length);
  expect(list.areDistinct()).toBe(true);
  const order = [...lines.keys()].toSorted((a, b) => Number(a % 3 === 0) - Number(b % 3 === 0));
  expect(order.map((_, index) => list.textAt(index))).toEqual(order.map((line) => texts[line]));
  add(list, lines[7] ?? new Uint8Array());
  expect(list.areDistinct()).toBe(false);
  list.reset();
  expect([list.length, list.areDistinct()]).toEqual([0, true]);
});

test('tells which of them the webhook cut', () => {
  const list = new IdentityList();
  add(list, Buffer.from('{"auditID":"a","annotations":{"audit.k8s.io/truncated":"true"}}'));
  add(list, Buffer.from('{"auditID":"a","annotations":{}}'));
  expect([list.isTruncatedAt(0), list.isTruncatedAt(1)]).toEqual([true, false]);
});
