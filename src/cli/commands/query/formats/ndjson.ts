import { decode } from '../../../json-slices.ts';
import type { Answer, ResultColumn } from '../answer.ts';
import type { Formatter } from './formatter.ts';

/** An event, or a row as an object, a line; JSON as the server wrote it. */
export function createNdjsonFormatter(): Formatter {
  return { page: (answer) => linesOf(answer).join(''), end: () => '' };
}

function linesOf(answer: Answer): readonly string[] {
  if (answer.kind === 'events') return answer.events.map((event) => `${decode(event).replaceAll(/[\r\n]+/g, ' ')}\n`);
  const names = uniqueNames(answer.columns).map((name) => JSON.stringify(name));
  return answer.rows.map((row) => `{${row.map((cell, index) => `${names[index] ?? ''}:${cell}`).join(',')}}\n`);
}

/** Names of columns as the names of an object's members: the second `a` is `a_2`, so that no value is lost. */
function uniqueNames(columns: readonly ResultColumn[]): readonly string[] {
  const taken = new Set<string>();
  return columns.map(({ name }) => {
    let unique = name;
    for (let number = 2; taken.has(unique); number += 1) unique = `${name}_${number}`;
    taken.add(unique);
    return unique;
  });
}
