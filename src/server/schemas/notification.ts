import { z } from 'zod';
import { AlertPolicy, Silence } from '../../rules/form.ts';
import { Diagnostic } from './common.ts';

export const SavedPolicy = z.object({
  name: z.string(),
  policy: AlertPolicy,
  /** The same as YAML. */
  yaml: z.string(),
  savedBy: z.string(),
  savedAt: z.string(),
});

export const PolicyList = z.object({ items: z.array(SavedPolicy) });

/** A policy: as a form, or as YAML. */
export const GivenPolicy = z.object({
  policy: z.unknown().optional(),
  yaml: z
    .string()
    .max(1 << 20)
    .optional(),
});

/** What was saved, and what is to be said of it. */
export const PolicyAnswer = SavedPolicy.extend({ diagnostics: z.array(Diagnostic) });

export const SavedSilence = z.object({
  id: z.string(),
  matchers: Silence.shape.matchers,
  comment: z.string(),
  startsAt: z.string(),
  /** Half open: what is told at this moment is not silenced. */
  endsAt: z.string(),
  author: z.string(),
  createdAt: z.string(),
  state: z.enum(['pending', 'active', 'ended']),
});

export const SilenceList = z.object({ items: z.array(SavedSilence) });

/** As files have it; `kind` may be left out. */
export const NewSilence = Silence.omit({ kind: true }).extend({ kind: z.literal('Silence').optional() });
