import { eventsMigration } from './0001-events.ts';
import { referenceMigration } from './0002-reference.ts';
import { receivedAtIndexMigration } from './0003-received-at-index.ts';
import { brokenPartsMigration } from './0004-broken-parts.ts';
import { requestKeyMigration } from './0005-request-key.ts';
import { endedRequestsMigration } from './0006-ended-requests.ts';
import { wrapperMigration } from './0007-wrapper.ts';
import { actorMigration } from './0008-actor.ts';
import { mergedPartsMigration } from './0009-merged-parts.ts';
import { timeCodecMigration } from './0010-time-codec.ts';

/** A step from one form of the store's tables to the next. */
export interface StoreMigration {
  readonly statements: readonly string[];
  /** The layout of the table of events by then, which is its comment. A migration that changes the events changes it, in its last statement. */
  readonly layout: string;
}

/**
 * In order. A migration that was released is frozen: its text is never changed, nor computed from anything that may change. Each can be
 * run again after it was cut short. A new column is `ALTER TABLE events ADD COLUMN IF NOT EXISTS` with the type and codec that
 * audit/columns.ts gives it, and a default that is true of the events that are there.
 */
export const storeMigrations: readonly StoreMigration[] = [
  { layout: 'layout 6f30169ce54011e6', statements: eventsMigration },
  { layout: 'layout 6f30169ce54011e6', statements: referenceMigration },
  { layout: 'layout 3', statements: receivedAtIndexMigration },
  { layout: 'layout 3', statements: brokenPartsMigration },
  { layout: 'layout 5', statements: requestKeyMigration },
  { layout: 'layout 6', statements: endedRequestsMigration },
  { layout: 'layout 7', statements: wrapperMigration },
  { layout: 'layout 8', statements: actorMigration },
  { layout: 'layout 8', statements: mergedPartsMigration },
  { layout: 'layout 8', statements: timeCodecMigration },
];
