import { type Said, type Wording, fillTemplate, textOf } from '../../../../../src/base/index.ts';
import { recognised } from './kept-text.ts';
import type { Wordings } from './wordings.ts';

type Told = Wording & { readonly code: string };

/** A diagnostic or an error with its texts in the language; English has no wordings. */
export function worded<T extends Told>(told: T, wordings: Wordings | undefined): T {
  if (!wordings) return told;
  const { message, template = message, params = [], hint, hintTemplate = hint, hintParams = [] } = told;
  const advice =
    hintTemplate === undefined ? undefined : inLanguage({ template: hintTemplate, params: hintParams }, wordings);
  return {
    ...told,
    message: inLanguage({ template, params }, wordings) ?? recognised(message, wordings) ?? byCode(told, wordings),
    ...(advice === undefined ? {} : { hint: advice }),
  };
}

function inLanguage({ template, params }: Said, wordings: Wordings): string | undefined {
  const text = Object.hasOwn(wordings.templates, template) ? wordings.templates[template] : undefined;
  if (text === undefined) return undefined;
  return fillTemplate(
    text,
    params.map((param) => (typeof param === 'string' ? param : (inLanguage(param, wordings) ?? textOf(param)))),
  );
}

/** The member of a body that a message is about stays in front of it: forms tell by it where it belongs. */
const member = /^body\.\w+: /;

function byCode({ code, message }: Told, { codes }: Wordings): string {
  const text = Object.hasOwn(codes, code) ? codes[code] : undefined;
  return text === undefined || member.test(message) ? message : `${text} (${message})`;
}
