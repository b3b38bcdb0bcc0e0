import { encodeClusterId, EventReader, RowWriter } from '../../../audit/index.ts';
import { createEventWriter } from '../../../store/events.ts';
import type { TestEngine } from '../../../store/testkit.ts';

/** Inserts lines so that `received_at`, in microseconds, is the number of each, from 0. */
export async function insertNumbered(engine: TestEngine, cluster: string, lines: readonly string[]): Promise<void> {
  const reader = new EventReader();
  const writer = new RowWriter();
  for (const [index, line] of lines.entries()) {
    const bytes = new TextEncoder().encode(line);
    const reason = reader.read(bytes, 0, bytes.length, index);
    if (reason) throw new Error(`cannot read ${line}: ${reason}`);
    writer.write(reader.row, encodeClusterId(cluster));
  }
  await createEventWriter(engine).insert(writer.bytes.slice(0, writer.length), '');
}
