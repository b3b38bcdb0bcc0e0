import { jsonText, uniqueNames } from '../../../../base/index.ts';
import type { Answer } from '../answer.ts';
import type { Formatter } from './formatter.ts';

/** An event, or a row as an object, a line; JSON as the server wrote it. */
export function createNdjsonFormatter(): Formatter {
  return { page: (answer) => linesOf(answer).join(''), end: () => '' };
}

function linesOf(answer: Answer): readonly string[] {
  if (answer.kind === 'events') return answer.events.map((event) => `${jsonText(event).replaceAll(/[\r\n]+/g, ' ')}\n`);
  const names = uniqueNames(answer.columns.map(({ name }) => name)).map((name) => JSON.stringify(name));
  return answer.rows.map((row) => `{${row.map((cell, index) => `${names[index] ?? ''}:${cell}`).join(',')}}\n`);
}
