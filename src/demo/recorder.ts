import { eventLine, type Operation } from './operation.ts';
import type { Random } from './random.ts';
import { millisecond, type Micros } from './time.ts';

/** An operation of which the recorder draws the duration where it is left out. */
export type Recordable = Omit<Operation, 'took'> & { readonly took?: Micros };

/** Takes operations in any order and gives back their events in the order of time. */
export interface Recorder {
  readonly record: (operation: Recordable) => void;
  /** Removes and returns the lines of the events before a point in time. */
  readonly take: (before: Micros) => readonly string[];
}

interface Recorded {
  readonly at: Micros;
  readonly line: string;
}

/** Creates a recorder; auditIDs and durations come from `random`. */
export function createRecorder(random: Random): Recorder {
  let recorded: Recorded[] = [];
  return {
    record(given) {
      const operation = { ...given, at: Math.floor(given.at), took: Math.floor(given.took ?? duration(random)) };
      const auditID = random.uuid();
      const answered = operation.at + operation.took;
      if (operation.lasts === undefined) {
        recorded.push({ at: answered, line: eventLine(operation, auditID, 'ResponseComplete', answered) });
        return;
      }
      const ended = Math.floor(answered + operation.lasts);
      recorded.push({ at: answered, line: eventLine(operation, auditID, 'ResponseStarted', answered) });
      recorded.push({ at: ended, line: eventLine(operation, auditID, 'ResponseComplete', ended) });
    },
    take(before) {
      const due = recorded.filter((event) => event.at < before);
      recorded = recorded.filter((event) => event.at >= before);
      return due.toSorted((a, b) => a.at - b.at).map((event) => event.line);
    },
  };
}

/** Most requests take a few milliseconds, one in fifty waits. */
function duration(random: Random): Micros {
  return random.between(0.8, 6) * (random.chance(0.02) ? 20 : 1) * millisecond;
}
