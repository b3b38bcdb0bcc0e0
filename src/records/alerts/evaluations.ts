import type { DatabaseSync } from 'node:sqlite';
import { integer, oneOf, optionalText, text, type Row } from '../row.ts';
import type { Synchronous } from '../synchronous.ts';

/**
 * - `quiet`, `fired`: it was evaluated, and nothing or something fired.
 * - `failed`: it could not be evaluated, and will be again over the same events.
 * - `stopped`: its owner is gone, or may no longer have it run.
 * - `gap`: what was received was too much or too long ago to be looked at one window after the other.
 */
export const evaluationOutcomes = ['quiet', 'fired', 'failed', 'stopped', 'gap'] as const;
export type AlertEvaluationOutcome = (typeof evaluationOutcomes)[number];

export interface NewAlertEvaluation {
  readonly rule: string;
  /** When it ended, in Unix milliseconds. */
  readonly at: number;
  /** Milliseconds. */
  readonly duration: number;
  /** The receipts that it looked at, in microseconds: after the one, up to and with the other. */
  readonly after: number;
  readonly through: number;
  readonly outcome: AlertEvaluationOutcome;
  /** Groups that fire. */
  readonly fired: number;
  /** JSON. */
  readonly detail: string;
  /** JSON. */
  readonly scope: string;
}

export interface AlertEvaluation extends NewAlertEvaluation {
  /** Rises with each. */
  readonly id: number;
  /** How many evaluations, one after the other, this stands for. */
  readonly runs: number;
}

export interface AlertEvaluationQuery {
  readonly rule?: string | undefined;
  readonly outcome?: AlertEvaluationOutcome | undefined;
  /** Those before the one of this id. */
  readonly before?: number | undefined;
  readonly limit: number;
}

export interface AlertEvaluationBounds {
  readonly after: string;
  readonly since: number;
  readonly ofRule: number;
}

export interface AlertEvaluations {
  add(evaluation: NewAlertEvaluation): Promise<void>;
  /** Adds it to the rule's last one where both are of the same outcome, and as one of its own where not. */
  extend(evaluation: NewAlertEvaluation): Promise<void>;
  /** The latest first. */
  list(query: AlertEvaluationQuery): Promise<readonly AlertEvaluation[]>;
  /**
   * Of the first rule, by name, after another one, forgets those from before a time in Unix milliseconds, and all but so many of the latest. Gives its
   * name; undefined where there is none. There may be a million of all rules, for which nobody is to wait at once.
   */
  forget(bounds: AlertEvaluationBounds): Promise<string | undefined>;
}

/** Keeps the history of evaluations in the database. */
export function createAlertEvaluations(database: DatabaseSync): Synchronous<AlertEvaluations> {
  const insert = database.prepare(
    `INSERT INTO alert_evaluations (rule, at, duration, runs, after, through, outcome, fired, detail, scope)
     VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?)`,
  );
  const extend = database.prepare(
    `UPDATE alert_evaluations
     SET at = ?2, duration = duration + ?3, runs = runs + 1, through = ?4, fired = ?6, detail = ?7
     WHERE id = (SELECT max(id) FROM alert_evaluations WHERE rule = ?1) AND outcome = ?5 AND scope = ?8`,
  );
  const list = database.prepare(
    `SELECT * FROM alert_evaluations
     WHERE (?1 IS NULL OR rule = ?1) AND (?2 IS NULL OR outcome = ?2) AND (?3 IS NULL OR id < ?3)
     ORDER BY id DESC LIMIT ?4`,
  );
  const next = database.prepare('SELECT min(rule) AS rule FROM alert_evaluations WHERE rule > ?');
  const remove = database.prepare(
    `DELETE FROM alert_evaluations WHERE rule = ?1 AND (at < ?2 OR id <= (
       SELECT id FROM alert_evaluations WHERE rule = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?3))`,
  );

  function add(evaluation: NewAlertEvaluation): void {
    const { rule, at, duration, after, through, outcome, fired, detail, scope } = evaluation;
    insert.run(rule, at, duration, after, through, outcome, fired, detail, scope);
  }

  return {
    add,
    extend: (evaluation) => {
      const { rule, at, duration, through, outcome, fired, detail, scope } = evaluation;
      if (extend.run(rule, at, duration, through, outcome, fired, detail, scope).changes === 0) add(evaluation);
    },
    list: ({ rule, outcome, before, limit }) =>
      list.all(rule ?? null, outcome ?? null, before ?? null, limit).map(toEvaluation),
    forget: ({ after, since, ofRule }) => {
      const rule = optionalText(next.get(after) ?? {}, 'rule');
      if (rule !== undefined) remove.run(rule, since, ofRule);
      return rule;
    },
  };
}

function toEvaluation(row: Row): AlertEvaluation {
  return {
    id: integer(row, 'id'),
    rule: text(row, 'rule'),
    at: integer(row, 'at'),
    duration: integer(row, 'duration'),
    runs: integer(row, 'runs'),
    after: integer(row, 'after'),
    through: integer(row, 'through'),
    outcome: oneOf(row, 'outcome', evaluationOutcomes),
    fired: integer(row, 'fired'),
    detail: text(row, 'detail'),
    scope: text(row, 'scope'),
  };
}
