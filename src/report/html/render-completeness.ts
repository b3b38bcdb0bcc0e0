import type { Completeness } from '../../monitor/index.ts';
import { completenessWordsOf } from './completeness-words.ts';
import { type Markup, markup } from './markup.ts';

/** How complete the record of a cluster is; undefined where that could not be asked. */
export interface ClusterCompleteness {
  readonly cluster: string;
  readonly completeness: Completeness | undefined;
}

export interface CompletenessReader {
  readonly language: string;
  readonly time: (time: Date) => string;
}

/** The foot of a report: for each cluster, how complete what it was made from is, and who says so; and how many others were not asked. */
export function renderCompleteness(
  clusters: readonly ClusterCompleteness[],
  others: number,
  reader: CompletenessReader,
): Markup {
  const { title, ...words } = completenessWordsOf(reader.language);
  return markup`<footer>
    <h2>${title}</h2>
    <dl class="facts">
      ${clusters.map(
        ({ cluster, completeness }) =>
          markup`<dt>${cluster}</dt>
            <dd>${sentence(completeness, reader)}</dd>`,
      )}
    </dl>
    ${others > 0 ? markup`<p class="mute">${words.others(others.toLocaleString(reader.language))}</p>` : ''}
  </footer>`;
}

function sentence(completeness: Completeness | undefined, { language, time }: CompletenessReader): string {
  const words = completenessWordsOf(language);
  if (completeness === undefined) return `${words.unknown} (${words.reasons['not-asked']})`;
  const { ratio, expected, stored, basis, reason, period } = completeness;
  if (ratio === null || expected === null || stored === null || basis === null)
    return `${words.unknown} (${words.reasons[reason ?? 'no-basis']})`;
  const count = (value: number): string => value.toLocaleString(language);
  // Rounded down: nothing that is missing makes a hundred.
  const share = (Math.floor(ratio * 1000) / 1000).toLocaleString(language, {
    style: 'percent',
    maximumFractionDigits: 1,
  });
  const [from, to] = [period.from, period.to].map((at) => time(new Date(at)));
  return `${words.known(share, count(stored), count(expected))}, ${words.basis[basis]} (${from} – ${to})`;
}
