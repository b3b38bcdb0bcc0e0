import type { DiagnosticDoc } from '../base/index.ts';
import { workLimits } from './limits.ts';

/** Limits on the work that the server does on what somebody wrote, each by its name. */
export const workCodes = {
  'limit-checks': {
    meaning: `A check has more pairs of a request and a rule than are tried at once (${workLimits.checks.toLocaleString('en')}).`,
    remedy: 'Check fewer requests at once.',
  },
  'limit-work-memory': {
    meaning: `The work on a query or policy takes more memory than it may (${workLimits.megabytes} MB).`,
    remedy: 'Make it smaller; the command line has no such limit on policies.',
  },
  'limit-work-time': {
    meaning: `The work on a query or policy, before any event is read, takes more of the processor than it may (${workLimits.seconds} seconds).`,
    remedy: 'Make it smaller; the command line has no such limit on policies.',
  },
} as const satisfies Readonly<Record<string, DiagnosticDoc>>;
