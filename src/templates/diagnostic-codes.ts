import type { DiagnosticDoc } from '../base/index.ts';

/** What may be wrong with a template, as it is read and as it is filled in. */
export const templateCodes = {
  'template-failed': {
    meaning: 'A template could not be filled in: an operator or function has a value that it does not take.',
    remedy:
      'The message names it. A channel sent its built-in text in its place; of a text of a rule what could be filled in was sent.',
  },
  'template-syntax': {
    meaning: 'A template cannot be read.',
    remedy: 'The message names what is expected at the place.',
  },
  'template-too-deep': {
    meaning: 'Blocks or brackets of a template are nested more than 16 deep, or an expression has too many operators.',
    remedy: 'Flatten it.',
  },
  'template-too-long': {
    meaning: 'A template, or a text that it makes, is longer than 64 kB.',
    remedy: 'Write less: channels do not take more.',
  },
  'template-too-slow': {
    meaning:
      'A template takes more than 50,000 steps, one of a rule more than 2,500, or those of one alert more than 10,000.',
    remedy: 'Loop over fewer things.',
  },
} as const satisfies Readonly<Record<string, DiagnosticDoc>>;

export type TemplateCode = keyof typeof templateCodes;
