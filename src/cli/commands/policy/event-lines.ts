import { splitBody } from '../../../audit/index.ts';
import { splitStream } from '../../../shipping/index.ts';
import { openInput } from '../import/open-input.ts';

/**
 * Reads recorded events from files, plain or gzipped: JSON lines, EventLists and arrays, one event's bytes after another. It needs
 * memory for a few megabytes however long the files are. What is no event is given as it is, for its reader to refuse.
 */
export async function* eventLines(files: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const file of files) {
    const input = await openInput(file);
    for await (const { bytes } of splitStream(input.read(() => undefined))) {
      for (const { from, to } of splitBody(bytes).pieces) yield bytes.subarray(from, to);
    }
  }
}
