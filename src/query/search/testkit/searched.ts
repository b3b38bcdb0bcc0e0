import { EventReader } from '../../../audit/index.ts';
import { SearchedEvent } from '../searched-event.ts';

/** The events of these lines as matchers look at them, received as `insertNumbered` receives them. */
export function searchedEvents(cluster: string, lines: readonly string[]): SearchedEvent[] {
  return lines.map((line, index) => {
    const reader = new EventReader();
    const bytes = new TextEncoder().encode(line);
    const reason = reader.read(bytes, 0, bytes.length, index);
    if (reason) throw new Error(`cannot read ${line}: ${reason}`);
    return new SearchedEvent(reader.row, cluster);
  });
}
