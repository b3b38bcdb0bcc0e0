import { BlockWriter, EventReader, layouts } from '../../../audit/index.ts';
import { createEventWriter } from '../../../store/events.ts';
import type { TestEngine } from '../../../store/testkit.ts';

/**
 * Inserts lines so that `received_at`, in microseconds, is the number of each, from 0. Says of each whether no layout writes it: then
 * v1beta1's copies of the time are content.
 */
export async function insertNumbered(
  engine: TestEngine,
  cluster: string,
  lines: readonly string[],
): Promise<boolean[]> {
  const reader = new EventReader();
  const writer = new BlockWriter();
  const isOdd: boolean[] = [];
  for (const [index, line] of lines.entries()) {
    const bytes = new TextEncoder().encode(line);
    const reason = reader.read(bytes, 0, bytes.length, index);
    if (reason) throw new Error(`cannot read ${line}: ${reason}`);
    isOdd.push(reader.row.layout === layouts.raw);
    writer.write(reader.row, cluster);
  }
  await createEventWriter(engine).insert(writer.finish().bytes, '');
  return isOdd;
}
