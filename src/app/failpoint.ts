import { invariant } from '../base/index.ts';
import type { EvaluationStep } from '../alert/index.ts';
import type { ForwardingStep } from '../forward/index.ts';
import type { IndexerStep } from '../ingest/index.ts';
import type { FileLayer, OpenFile } from '../platform/index.ts';

/**
 * Where the process kills itself, or its engine, without warning: `STEP`, `STEP:engine` or `STEP:both`, with `@N` for the Nth
 * time and `+MS` for so many milliseconds later; an engine dies every Nth time. Only crash tests ask for it. A step is one of
 * the indexer's, of an evaluation of a rule or of forwarding, `journaled` (a group is on disk and not yet acknowledged) or `segment-unlinked`.
 */
export interface Failpoint {
  onIndexerStep(step: IndexerStep): void;
  onEvaluationStep(step: EvaluationStep): void;
  onForwardingStep(step: ForwardingStep): void;
  /** The files, with the failpoints of the journal in them. */
  files(files: FileLayer): FileLayer;
}

const none: Failpoint = {
  onIndexerStep: () => undefined,
  onEvaluationStep: () => undefined,
  onForwardingStep: () => undefined,
  files: (files) => files,
};

/** Reads a failpoint; undefined is none. */
export function createFailpoint(text: string | undefined, enginePid: () => number | undefined): Failpoint {
  if (text === undefined || text === '') return none;
  const match = /^([a-z-]+)(?::(server|engine|both))?(?:@(\d+))?(?:\+(\d+))?$/.exec(text);
  invariant(match, `WHODUNIT_FAILPOINT "${text}" is no failpoint`);
  const [, wanted, who = 'server', nth = '1', delay = '0'] = match;
  let left = Number(nth);

  function kill(): void {
    const pid = enginePid();
    if (who !== 'server' && pid !== undefined) process.kill(pid, 'SIGKILL');
    if (who !== 'engine') process.kill(process.pid, 'SIGKILL');
  }

  function reach(step: string): void {
    if (step !== wanted) return;
    left -= 1;
    if (left !== 0) return;
    left = Number(nth);
    if (delay === '0') kill();
    else setTimeout(kill, Number(delay));
  }

  return {
    onIndexerStep: reach,
    onEvaluationStep: reach,
    onForwardingStep: reach,
    files: (files) => ({
      ...files,
      open: async (path, mode) => {
        const file = await files.open(path, mode);
        return path.endsWith('.wal') ? reachAfterSync(file, reach) : file;
      },
      unlink: async (path) => {
        await files.unlink(path);
        reach('segment-unlinked');
      },
    }),
  };
}

function reachAfterSync(file: OpenFile, reach: (step: string) => void): OpenFile {
  return {
    ...file,
    datasync: async () => {
      await file.datasync();
      reach('journaled');
    },
  };
}
