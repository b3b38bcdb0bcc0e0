import { createMutex } from '../../base/index.ts';
import { type Engine, EngineError, type StatementOptions } from '../../engine/index.ts';
import type { Clock, Logger } from '../../platform/index.ts';

/** An engine whose damaged parts cost only themselves. */
export interface MendingEngine extends Engine {
  /**
   * Takes a part of the events out of the way that a statement failed over; its bytes stay on the engine's disk. Resolves to whether the
   * statement may be tried again: not where the engine finds nothing wrong with the part.
   */
  setAside(part: string): Promise<boolean>;
}

export interface MendingOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
  /** Called after each part that was set aside. */
  readonly onLoss: () => void;
}

const partName = /^\d{8}_\d+_\d+_\d+(?:_\d+)?$/;
/** Statements that fail for a reason of their own may name a part: looking through it for each of them would take all of the disk's time. */
const soundMs = 600_000;
const maxRemembered = 1000;
/** More parts than this are not damaged one at a time. */
const maxTries = 1000;

/** The same engine: its statements that fail over a damaged part of the events are run again without it. */
export function createMendingEngine(engine: Engine, options: MendingOptions): MendingEngine {
  const setAside = createSetAside(engine, options);

  async function isSetAside(error: unknown): Promise<boolean> {
    return error instanceof EngineError && error.part !== undefined && (await setAside(error.part));
  }

  async function mended<T>(run: () => Promise<T>, statement: StatementOptions | undefined): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await run();
      } catch (error) {
        if (statement?.signal?.aborted === true || tries >= maxTries || !(await isSetAside(error))) throw error;
      }
    }
  }

  return {
    ...engine,
    setAside,
    command: (sql, statement) => mended(() => engine.command(sql, statement), statement),
    rows: (sql, statement) => mended(() => engine.rows(sql, statement), statement),
    text: (sql, statement) => mended(() => engine.text(sql, statement), statement),
    binary: (sql, statement) => mended(() => engine.binary(sql, statement), statement),
    async *stream(sql, statement) {
      for (let tries = 1; ; tries += 1) {
        // What was given cannot be taken back: who has rows gets the error, and the next statement goes on without the part.
        let isBegun = false;
        try {
          for await (const rows of engine.stream(sql, statement)) {
            isBegun = true;
            yield rows;
          }
          return;
        } catch (error) {
          const mayGoOn = statement?.signal?.aborted !== true && (await isSetAside(error));
          if (!mayGoOn || isBegun || tries >= maxTries) throw error;
        }
      }
    },
  };
}

function createSetAside(engine: Engine, { clock, logger, onLoss }: MendingOptions): MendingEngine['setAside'] {
  const mutex = createMutex();
  const foundSound = new Map<string, number>();

  async function isSound(part: string): Promise<boolean> {
    if (clock.now() - (foundSound.get(part) ?? Number.NEGATIVE_INFINITY) < soundMs) return true;
    const { rows } = await engine.rows(
      `CHECK TABLE events PART '${part}' SETTINGS check_query_single_value_result = 0`,
    );
    if (Number(rows[0]?.[1]) === 0) return false;
    if (foundSound.size >= maxRemembered) foundSound.clear();
    foundSound.set(part, clock.now());
    return true;
  }

  return (part) =>
    mutex.run(async () => {
      if (!partName.test(part)) return false;
      const { rows } = await engine.rows(
        `SELECT rows FROM system.parts
         WHERE database = currentDatabase() AND table = 'events' AND active AND name = {part:String}`,
        { parameters: { part } },
      );
      const [found] = rows;
      // Somebody else met it before, or it was merged or removed meanwhile.
      if (!found) return true;
      if (await isSound(part)) return false;
      await engine.command(`ALTER TABLE events DETACH PART '${part}'`);
      logger.error(
        { part, events: Number(found[0]) },
        'a part of the store is damaged; it is set aside, and its events are missing',
      );
      onLoss();
      return true;
    });
}
