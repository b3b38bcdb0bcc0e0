import { expect, test } from 'vitest';
import { ByteBuffer } from './byte-buffer.ts';
import { DictionaryColumn } from './dictionary-column.ts';
import { rowsOfBlock } from './testkit.ts';

const type = Buffer.from('LowCardinality(String)');

/** The values of a column, read from a block that holds no other. */
function valuesOf(column: DictionaryColumn, rows: number): string[] {
  const block = new ByteBuffer(64);
  block.varint(1);
  block.varint(rows);
  block.text(Buffer.from('a'), 0, 1);
  block.text(type, 0, type.length);
  column.writeTo(block);
  const values: string[] = [];
  const bytes = rowsOfBlock(block.written());
  for (let at = 0; at < bytes.length; at += 1 + bytes.readUInt8(at))
    values.push(bytes.toString('latin1', at + 1, at + 1 + bytes.readUInt8(at)));
  return values;
}

function append(column: DictionaryColumn, value: string): void {
  const bytes = Buffer.from(`<${value}>`, 'latin1');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  column.append(bytes, view, 1, bytes.length - 1);
}

// Numbers of one, two and four bytes.
test.each([2, 255, 300, 70_000])(
  '%i values, each of two rows, are there in their order, also of the second block',
  (count) => {
    const column = new DictionaryColumn();
    append(column, 'of the first block');
    column.reset();
    const values = Array.from({ length: count * 2 }, (_, index) => `user-${index % count}`);
    for (const value of values) append(column, value);
    expect(valuesOf(column, values.length)).toEqual(values);
  },
);

test('values of all lengths that differ in one byte are told apart, and hardly one is written twice', () => {
  const column = new DictionaryColumn();
  const values = Array.from({ length: 60 }, (_, length) => [
    '',
    ...Array.from({ length }, (_, at) => `${'a'.repeat(at)}b${'a'.repeat(length - at - 1)}`),
  ]).flat();
  for (const value of [...values, ...values]) append(column, value);
  expect(valuesOf(column, values.length * 2)).toEqual([...values, ...values]);
  const block = new ByteBuffer(64);
  column.writeTo(block);
  expect(block.view.getUint32(16, true)).toBeLessThan(new Set(values).size * 1.01);
});
