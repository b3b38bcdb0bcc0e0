import type { z } from 'zod';
import type { HistoryAnswer } from '../../../server/schemas/index.ts';
import { formatTable } from '../../table.ts';
import { printableLine } from '../../terminal-text.ts';

type Answer = z.output<typeof HistoryAnswer>;
type Lane = Answer['lanes'][number];
type Mark = Lane['marks'][number];

const columns = [
  { name: 'TIME' },
  { name: 'USER' },
  { name: 'VERB' },
  { name: 'CODE', alignRight: true },
  { name: 'WHAT' },
];

/** Each lane: what it is of, when it was there, and what was done, of which what the search finds is marked. */
export function lanesText({ lanes }: Answer): string {
  return lanes.map((lane) => `${headOf(lane)}\n${marksOf(lane)}`).join('\n');
}

function headOf({ depth, object, user, owner, existence }: Lane): string {
  const indent = '  '.repeat(depth);
  if (!object) return printableLine(user === '' || user === undefined ? '(nobody)' : user);
  const place = object.namespace === '' ? '' : ` in ${object.namespace}`;
  const guessed = owner?.by === 'name' ? ' (owned by its name)' : '';
  const spans = existence.map(({ state, assumed, from, to }) => {
    const what = assumed ? 'there before, exists' : state;
    return `${what} ${from} to ${to ?? 'now'}`;
  });
  const head = `${object.resource}/${object.name === '' ? '(all)' : object.name}${place}, ${object.cluster}${guessed}`;
  return [head, ...spans].map((line) => `${indent}${printableLine(line)}`).join('\n');
}

function marksOf({ marks, marksLeft, depth }: Lane): string {
  const rows = marks.map((mark) => [
    `${'  '.repeat(depth)}${mark.found ? '*' : ' '} ${mark.at}`,
    mark.actedAs === undefined ? mark.user : `${mark.user} as ${mark.actedAs}`,
    mark.subresource === '' ? mark.verb : `${mark.verb} ${mark.subresource}`,
    mark.code === null ? '' : String(mark.code),
    whatOf(mark),
  ]);
  const left = marksLeft > 0 ? `${'  '.repeat(depth)}  (${marksLeft} more)\n` : '';
  return `${formatTable(columns, rows, { header: false })}${left}`;
}

function whatOf({ object, changes, changeCount, dryRun }: Mark): string {
  const place = object && object.namespace !== '' ? ` in ${object.namespace}` : '';
  const what = object ? [`${object.resource}${object.name === '' ? '' : `/${object.name}`}${place}`] : [];
  const changed = changes.map(({ path, before, after }) => {
    const from = before === undefined ? '' : `${before} `;
    return `${path} ${from}-> ${after ?? '(removed)'}`;
  });
  const more = changeCount > changes.length ? [`${changeCount - changes.length} more`] : [];
  return [...(dryRun ? ['dry run'] : []), ...what, ...changed, ...more].join(', ');
}
