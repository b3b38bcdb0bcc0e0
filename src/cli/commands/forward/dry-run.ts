import type { z } from 'zod';
import type { DestinationDryRun } from '../../../server/schemas/index.ts';

type DryRun = z.output<typeof DestinationDryRun>;

/** The query of a dry run of so many events. */
export function dryRunQuery(events: number | undefined): URLSearchParams {
  return new URLSearchParams(events === undefined ? {} : { events: String(events) });
}

/** What would be sent, for people: each call with its body. */
export function textOfDryRun({ name, events, calls, withheld }: DryRun): string {
  const found = `${name}: ${events.length} ${events.length === 1 ? 'event' : 'events'}, nothing was sent`;
  const setAside = events.flatMap(({ auditID, setAside: reason }) =>
    reason === null ? [] : [`set aside ${auditID}: ${reason}`],
  );
  const besides = withheld.length === 0 ? [] : [`not shown, for they are secret: ${withheld.join(', ')}`];
  return [found, ...besides, ...setAside, ...calls.flatMap(linesOfCall)].join('\n');
}

function linesOfCall({ method, url, headers, compression, bytes, body, cut }: DryRun['calls'][number]) {
  const size = `${bytes} bytes${compression === null ? '' : `, ${compression}`}`;
  return [
    '',
    method === null ? size : `${method} ${url} (${size})`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    cut ? `${body} … (cut here)` : body,
  ];
}
