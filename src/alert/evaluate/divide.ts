import type { Result } from '../../base/index.ts';
import type { Window } from '../../rules/index.ts';
import type { ActiveRule } from '../registry/index.ts';
import { rowLimits } from './ask.ts';
import type { Evaluating, EvaluationOutcome } from './evaluator.ts';
import type { Answered } from './keeper.ts';
import type { Found, Look, Looking } from './looker.ts';
import { isOneReceipt, type Piece, type Taken, takeInPieces } from './pieces.ts';

/** What evaluates a part of what is due. */
export interface Steps {
  readonly look: (looking: Looking, look: Look) => Promise<Result<Found>>;
  readonly keep: (looking: Looking, found: Result<Found>, extent: Answered['extent']) => Promise<EvaluationOutcome>;
}

/**
 * Whether what is due may be looked at in pieces: the rule tells of single events, whichever others come with them, and looks at each of them once. A
 * batch of an immediate rule has no bounds of its own either.
 */
export function isDivisible({ compiled, rule }: ActiveRule, { run, windows }: Evaluating): boolean {
  const [window, ...others] = windows;
  const isOfRun = window?.kind === 'receipt' && window.after === run.after && window.through === run.through;
  const isOfEvents = compiled.causeKind === 'event' || compiled.isOncePerGroup;
  return isOfRun && others.length === 0 && isOfEvents && (rule.threshold ?? 1) === 1;
}

/** Evaluates what is due in pieces that are small enough to be looked at as a whole. */
export async function evaluateInPieces(steps: Steps, looking: Looking): Promise<EvaluationOutcome> {
  const { active, run } = looking;
  let outcome: EvaluationOutcome = 'done';
  const take = async (piece: Piece): Promise<Taken> => {
    const isLast = piece.through === run.through;
    const isPart = piece.after > run.after || !isLast;
    const extent = isLast ? 'whole' : 'piece';
    const ofPiece = { ...looking, run: { ...run, ...piece } };
    const windows = [{ kind: 'receipt', ...piece } as const];
    const found = await steps.look(ofPiece, { windows, reach: 'usual', isPart });
    if (canBeHalved(piece, found)) return 'too-much';
    const isCut = found.ok && found.value.judgement.isCut;
    if (isCut && active.compiled.isPerEvent) outcome = await evaluatePages(steps, ofPiece, { windows, extent });
    else {
      const all = await lookFurther(steps, ofPiece, { windows, isPart, usual: found });
      outcome = await steps.keep(ofPiece, all, extent);
    }
    return outcome === 'done' ? 'taken' : 'stopped';
  };
  await takeInPieces(run, take);
  return outcome;
}

/** Evaluates the events of one receipt, some after the others. */
async function evaluatePages(
  { look, keep }: Steps,
  looking: Looking,
  { windows, extent }: { readonly windows: readonly Window[]; readonly extent: Answered['extent'] },
): Promise<EvaluationOutcome> {
  for (let from = 0; ; from += rowLimits.events) {
    const page = await look(looking, { windows, reach: { from }, isPart: true });
    const isFull = page.ok && page.value.judgement.rows[0] === rowLimits.events;
    const outcome = await keep(looking, page, isFull ? 'page' : extent);
    if (!isFull || outcome !== 'done') return outcome;
  }
}

/** What fails since there is too much of it may not where there is less. */
const tooMuch: ReadonlySet<string> = new Set([
  'too-large',
  'query-timeout',
  'limit-work-time',
  'limit-work-memory',
  'rule-too-much-work',
]);
/** So little is not tried in halves for that: each try takes as long as a statement may. */
const leastMicros = 1_000_000;

function canBeHalved(piece: Piece, found: Result<Found>): boolean {
  if (isOneReceipt(piece)) return false;
  if (found.ok) return found.value.judgement.isCut;
  return isTooMuch(found) && piece.through - piece.after > leastMicros;
}

function isTooMuch({ ok: isFound, diagnostics }: Result<unknown>): boolean {
  return !isFound && tooMuch.has(diagnostics[0]?.code ?? '');
}

/** Where there is more than is usual, looks at as much as may be. */
export async function lookFurther(
  { look }: Steps,
  looking: Looking,
  { usual, ...at }: Omit<Look, 'reach'> & { readonly usual: Result<Found> },
): Promise<Result<Found>> {
  if (!usual.ok || !usual.value.judgement.isCut) return usual;
  const most = await look(looking, { ...at, reach: 'most' });
  return isTooMuch(most) ? usual : most;
}
