import type { DatabaseSync } from 'node:sqlite';
import { AppError, said } from '../../base/index.ts';
import type { Clock } from '../../platform/index.ts';
import { transaction } from '../database.ts';
import { integer, optionalInteger, optionalText, text, type Row } from '../row.ts';
import type { Synchronous } from '../synchronous.ts';
import type { ForwardRejects, NewForwardReject } from './rejects.ts';

/** Ranges that one destination sends again at a time. */
const maxReplays = 20;
/** Replays that have ended and are still shown, of each destination. */
const keptReplays = 100;

/** A place in the order of receipt: after all that was received by then, or within a receipt after the event of a cursor. */
export interface ForwardPlace {
  readonly receivedAtMicros: number;
  readonly within?: string | undefined;
}

/** What a destination sends: all that comes in, or a range again. */
export interface ForwardRun {
  readonly id: number;
  readonly destination: string;
  /** JSON: of what is sent again; undefined for the run that follows what comes in. */
  readonly range: string | undefined;
  /** The receipt that ends it, in microseconds. */
  readonly through: number | undefined;
  /** After what was sent, or refused. */
  readonly place: ForwardPlace;
  /** The end of the batch that is on its way. */
  readonly planned: ForwardPlace | undefined;
  readonly sent: number;
  readonly rejected: number;
  /** Events that retention removed before they were sent. */
  readonly lost: number;
  readonly startedBy: string;
  /** Unix milliseconds. */
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  /** Who has ended it before all was sent. */
  readonly cancelledBy: string | undefined;
}

export type NewForwardRun = Pick<ForwardRun, 'destination' | 'range' | 'through' | 'place' | 'startedBy'>;

/** What became of a batch. */
export interface ForwardStep {
  readonly run: number;
  /** Where it ends. */
  readonly place: ForwardPlace;
  readonly sent: number;
  readonly rejected: readonly NewForwardReject[];
  /** All that there is to send was sent. */
  readonly isLast: boolean;
}

export interface ForwardRuns {
  /** Throws AppError `conflict` where there are as many as a destination has at a time. */
  start(run: NewForwardRun): Promise<ForwardRun>;
  /** Those of a destination that have not ended, the one that follows first. */
  open(destination: string): Promise<readonly ForwardRun[]>;
  /** The latest first; the one that follows what comes in is the last. */
  list(destination: string): Promise<readonly ForwardRun[]>;
  /** Notes where the batch ends that is about to be sent. */
  plan(run: number, end: ForwardPlace): Promise<void>;
  /** The batches to come are others: what was planned is none of them. */
  forgetPlans(destination: string): Promise<void>;
  /**
   * Receipts begin after one of them: whatever follows what comes in and has come further than `farMicros` goes on there. Gives the names of
   * those destinations.
   */
  beginAnew(receipts: { readonly afterMicros: number; readonly farMicros: number }): Promise<readonly string[]>;
  /** Notes what became of a batch, with what was refused of it. Does nothing where the run is gone. */
  finish(step: ForwardStep): Promise<void>;
  /** Ends the sending of a range in somebody's name. Gives false where there is none of this id, or it has ended. */
  cancel(run: { readonly destination: string; readonly id: number; readonly by: string }): Promise<boolean>;
  /** Counts an event that was refused first and taken later. */
  countTaken(destination: string): Promise<void>;
  /** Counts what retention removed before it was sent. */
  lose(run: number, events: number): Promise<void>;
}

/** Keeps how far destinations have come. */
export function createForwardRuns(
  database: DatabaseSync,
  clock: Pick<Clock, 'now'>,
  rejects: Pick<Synchronous<ForwardRejects>, 'add'>,
): Synchronous<ForwardRuns> {
  const insert = database.prepare(
    `INSERT INTO forward_runs (destination, range, through, receipt, within, started_by, started_at)
     VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *`,
  );
  const replays = database.prepare(
    'SELECT count(*) AS count FROM forward_runs WHERE destination = ? AND range IS NOT NULL AND ended_at IS NULL',
  );
  const forget = database.prepare(
    `DELETE FROM forward_runs WHERE destination = ?1 AND id IN (
       SELECT id FROM forward_runs WHERE destination = ?1 AND ended_at IS NOT NULL ORDER BY id DESC LIMIT -1 OFFSET ?2)`,
  );
  const keepCounts = database.prepare(
    `UPDATE forward_runs SET (sent, rejected, lost) = (
       SELECT forward_runs.sent + coalesce(sum(old.sent), 0), forward_runs.rejected + coalesce(sum(old.rejected), 0), forward_runs.lost + coalesce(sum(old.lost), 0)
       FROM (SELECT * FROM forward_runs WHERE destination = ?1 AND ended_at IS NOT NULL ORDER BY id DESC LIMIT -1 OFFSET ?2) AS old)
     WHERE destination = ?1 AND range IS NULL`,
  );
  const open = database.prepare('SELECT * FROM forward_runs WHERE destination = ? AND ended_at IS NULL ORDER BY id');
  const all = database.prepare('SELECT * FROM forward_runs WHERE destination = ? ORDER BY id DESC');
  const byId = database.prepare('SELECT * FROM forward_runs WHERE id = ?');
  const plan = database.prepare('UPDATE forward_runs SET planned_receipt = ?, planned_within = ? WHERE id = ?');
  const forgetPlans = database.prepare(
    'UPDATE forward_runs SET planned_receipt = NULL, planned_within = NULL WHERE destination = ?',
  );
  const beginAnew = database.prepare(
    `UPDATE forward_runs SET receipt = ?, within = NULL, planned_receipt = NULL, planned_within = NULL
     WHERE range IS NULL AND receipt > ? RETURNING destination`,
  );
  const move = database.prepare(
    `UPDATE forward_runs SET receipt = ?, within = ?, planned_receipt = NULL, planned_within = NULL,
       sent = sent + ?, rejected = rejected + ?, ended_at = coalesce(ended_at, ?) WHERE id = ?`,
  );
  const cancel = database.prepare(
    `UPDATE forward_runs SET ended_at = ?, cancelled_by = ?
     WHERE id = ? AND destination = ? AND range IS NOT NULL AND ended_at IS NULL`,
  );
  const take = database.prepare('UPDATE forward_runs SET sent = sent + 1 WHERE destination = ? AND range IS NULL');
  const lose = database.prepare('UPDATE forward_runs SET lost = lost + ? WHERE id = ?');
  return {
    start: ({ destination, range, through, place: { receivedAtMicros, within }, startedBy }) =>
      transaction(database, () => {
        if (range !== undefined && integer(replays.get(destination) ?? {}, 'count') >= maxReplays)
          throw tooMany(destination);
        // What it has sent stays counted: with the run that follows.
        keepCounts.run(destination, keptReplays - 1);
        forget.run(destination, keptReplays - 1);
        const place = [receivedAtMicros, within ?? null] as const;
        return toRun(insert.get(destination, range ?? null, through ?? null, ...place, startedBy, clock.now()) ?? {});
      }),
    open: (destination) => open.all(destination).map(toRun),
    list: (destination) => all.all(destination).map(toRun),
    plan: (run, { receivedAtMicros, within }) => {
      plan.run(receivedAtMicros, within ?? null, run);
    },
    forgetPlans: (destination) => {
      forgetPlans.run(destination);
    },
    beginAnew: ({ afterMicros, farMicros }) =>
      beginAnew.all(afterMicros, farMicros).map((row) => text(row, 'destination')),
    finish: ({ run, place: { receivedAtMicros, within }, sent, rejected, isLast }) =>
      transaction(database, () => {
        const row = byId.get(run);
        if (row === undefined) return;
        rejects.add(text(row, 'destination'), rejected);
        move.run(receivedAtMicros, within ?? null, sent, rejected.length, isLast ? clock.now() : null, run);
      }),
    cancel: ({ destination, id, by }) => cancel.run(clock.now(), by, id, destination).changes > 0,
    countTaken: (destination) => {
      take.run(destination);
    },
    lose: (run, events) => {
      lose.run(events, run);
    },
  };
}

function toRun(row: Row): ForwardRun {
  return {
    id: integer(row, 'id'),
    destination: text(row, 'destination'),
    range: optionalText(row, 'range'),
    through: optionalInteger(row, 'through'),
    place: { receivedAtMicros: integer(row, 'receipt'), within: optionalText(row, 'within') },
    planned: plannedIn(row),
    sent: integer(row, 'sent'),
    rejected: integer(row, 'rejected'),
    lost: integer(row, 'lost'),
    startedBy: text(row, 'started_by'),
    startedAt: integer(row, 'started_at'),
    endedAt: optionalInteger(row, 'ended_at'),
    cancelledBy: optionalText(row, 'cancelled_by'),
  };
}

function plannedIn(row: Row): ForwardPlace | undefined {
  const receivedAtMicros = optionalInteger(row, 'planned_receipt');
  return receivedAtMicros === undefined ? undefined : { receivedAtMicros, within: optionalText(row, 'planned_within') };
}

function tooMany(destination: string): AppError {
  return new AppError('conflict', said`cannot send to "${destination}" again: ${maxReplays} ranges wait already`);
}
