import { invariant } from '../base/index.ts';
import type { IndexerStep } from '../ingest/index.ts';
import type { FileLayer } from '../platform/index.ts';

/**
 * Where the process kills itself, or its engine, without warning: `STEP`, `STEP:engine` or `STEP:both`, with `@N` for the Nth
 * time. Only crash tests ask for it. A step is one of the indexer's, or `segment-unlinked`.
 */
export interface Failpoint {
  onIndexerStep(step: IndexerStep): void;
  /** The files, with the failpoint of the deleting of segments in them. */
  files(files: FileLayer): FileLayer;
}

const none: Failpoint = { onIndexerStep: () => undefined, files: (files) => files };

/** Reads a failpoint; undefined is none. */
export function createFailpoint(text: string | undefined, enginePid: () => number | undefined): Failpoint {
  if (text === undefined || text === '') return none;
  const match = /^([\w-]+)(?::(server|engine|both))?(?:@(\d+))?$/.exec(text);
  invariant(match, `WHODUNIT_FAILPOINT "${text}" is no failpoint`);
  const [, wanted, who = 'server', nth = '1'] = match;
  let left = Number(nth);

  function reach(step: string): void {
    if (step !== wanted) return;
    left -= 1;
    if (left !== 0) return;
    const pid = enginePid();
    if (who !== 'server' && pid !== undefined) process.kill(pid, 'SIGKILL');
    if (who !== 'engine') process.kill(process.pid, 'SIGKILL');
  }

  return {
    onIndexerStep: reach,
    files: (files) => ({
      ...files,
      unlink: async (path) => {
        await files.unlink(path);
        reach('segment-unlinked');
      },
    }),
  };
}
