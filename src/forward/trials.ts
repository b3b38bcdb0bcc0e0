import type { Caller } from '../access/index.ts';
import { AppError, type Diagnostic, fail, isAccepted, ok, type Result, said } from '../base/index.ts';
import type { WaysOut } from '../delivery/index.ts';
import { type DryRun, dryRun, type DryRunLimits, type DryRunNeeds } from './dry-run/dry-run.ts';
import type { KeptDestinations } from './kept-destinations.ts';
import type { Lanes } from './lane/lanes.ts';
import { openDestination } from './open-destination.ts';
import type { Outcome } from './outcome.ts';
import { attempt } from './send/attempt.ts';
import { forwardedEvent } from './send/parcels.ts';
import { testEvent } from './test-event.ts';

/** What can be tried of a destination before it counts. */
export interface Trials {
  /** What is wrong with a file, and the names of those in it without an error. Nothing is kept. */
  check(text: string): Promise<{ readonly names: readonly string[]; readonly diagnostics: readonly Diagnostic[] }>;
  /** Says what each destination of a file would be sent of what is stored. Nothing is kept, and nothing sent. */
  dryRunFile(text: string, caller: Caller, limits: DryRunLimits): Promise<Result<readonly DryRun[]>>;
  /** The same of a destination as it is kept. Throws AppError `not-found`, `conflict`. */
  dryRun(name: string, limits: DryRunLimits): Promise<DryRun>;
  /** Sends an event of its own now, and says what the other side answered. Throws AppError `not-found`, `conflict`. */
  test(name: string): Promise<Outcome>;
}

export interface TrialsNeeds extends DryRunNeeds, WaysOut {
  readonly destinations: Pick<KeptDestinations, 'open' | 'check' | 'asIfKept'>;
  readonly lanes: Pick<Lanes, 'find' | 'begin'>;
  readonly stopping: AbortSignal;
}

/** Each of them asks the store. */
const dryRunsAtOnce = 10;

export function createTrials(needs: TrialsNeeds): Trials {
  const { destinations, lanes, clock, stopping } = needs;
  return {
    async check(text) {
      const { documents, diagnostics } = await destinations.check(text);
      return { names: documents.map(({ head }) => head.name), diagnostics };
    },
    async dryRunFile(text, caller, limits) {
      const { documents, diagnostics } = await destinations.check(text);
      if (!isAccepted(diagnostics)) return fail(...diagnostics);
      if (documents.length > dryRunsAtOnce)
        throw new AppError('bad-request', said`cannot try more than ${dryRunsAtOnce} destinations at once`);
      const runs: DryRun[] = [];
      for (const one of documents) runs.push(await dryRun(needs, await destinations.asIfKept(one, caller), limits));
      return ok(runs, diagnostics);
    },
    dryRun: async (name, limits) => dryRun(needs, await openDestination(destinations, name, said`try`), limits),
    async test(name) {
      const destination = await openDestination(destinations, name, said`test`);
      const event = forwardedEvent(testEvent(clock.now()), 'whodunit-test', destination.shape);
      const outcome = await attempt(needs, destination, [event], stopping);
      // What was mended is not waited for.
      if (outcome.kind === 'sent' && lanes.find(name)?.failure()) lanes.begin(name);
      return outcome;
    },
  };
}
