import type { PanelAnswer, RunRequest } from '../../../api/dashboards.ts';
import type { PanelQueue } from './panel-queue.ts';

/** A panel that is asked for. */
export interface AskedPanel {
  readonly dashboard: string;
  readonly panel: string;
  readonly request: RunRequest;
  /** Ids of panels that are asked for in one run, this one among them; empty where it is asked for alone. */
  readonly together: readonly string[];
  readonly rank: () => number;
}

type Run = (
  dashboard: string,
  panels: readonly string[],
  request: RunRequest,
  signal: AbortSignal,
) => Promise<ReadonlyMap<string, PanelAnswer>>;

/** Asks for panels as their turn comes, those that belong together in one run. */
export interface PanelAsker {
  /** Rejects with the signal's reason when that is aborted; the others of its run go on. */
  ask(asked: AskedPanel, signal: AbortSignal): Promise<PanelAnswer>;
}

interface Batch {
  /** Ranks of the panels, by id. */
  readonly ranks: Map<string, () => number>;
  readonly stop: AbortController;
  readonly answers: ReturnType<Run>;
}

export function createPanelAsker(queue: PanelQueue, run: Run): PanelAsker {
  /** Those that have not begun. */
  const waiting = new Map<string, Batch>();

  function begin(key: string, { dashboard, request }: AskedPanel): Batch {
    const ranks = new Map<string, () => number>();
    const stop = new AbortController();
    const answers = queue.run(
      () => Math.min(...[...ranks.values()].map((rank) => rank())),
      stop.signal,
      () => {
        waiting.delete(key);
        return run(dashboard, [...ranks.keys()], request, stop.signal);
      },
    );
    const batch = { ranks, stop, answers };
    waiting.set(key, batch);
    return batch;
  }

  return {
    async ask(asked, signal) {
      const { dashboard, panel, request, together, rank } = asked;
      signal.throwIfAborted();
      const key = JSON.stringify([dashboard, request, together[0] ?? panel]);
      const batch = waiting.get(key) ?? begin(key, asked);
      batch.ranks.set(panel, rank);
      const left = new Promise<never>((_, reject) => {
        signal.addEventListener(
          'abort',
          () => {
            reject(signal.reason as Error);
            batch.ranks.delete(panel);
            if (batch.ranks.size > 0) return;
            if (waiting.get(key) === batch) waiting.delete(key);
            batch.stop.abort(signal.reason);
          },
          { once: true },
        );
      });
      const answer = (await Promise.race([batch.answers, left])).get(panel);
      if (!answer) throw new Error(`the answer has no panel "${panel}"`);
      return answer;
    },
  };
}
