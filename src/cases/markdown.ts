import { formatMicroTime } from '../audit/index.ts';
import { fenced, inline, lines, table } from './markdown-text.ts';
import type { SeenCase, SeenEvent, SeenPin, SeenSearch } from './seen-case.ts';
import { type CaseTexts, textsOf } from './texts.ts';
import { toldEvent } from './told-event.ts';

export interface MarkdownOptions {
  readonly language: string;
  /** Who exports it. */
  readonly by: string;
  /** Unix milliseconds. */
  readonly at: number;
}

interface Numbered<What extends SeenEvent | SeenSearch> extends SeenPin {
  readonly number: number;
  readonly what: What;
}

/** A case as a document: what it is about, all of it in order of time, each pin in the order of the case, and the events as received. */
export function caseMarkdown({ kept, pins }: SeenCase, { language, by, at }: MarkdownOptions): string {
  const t = textsOf(language);
  const numbered = pins.map((pin, index) => ({ ...pin, number: index + 1 }));
  const head = `${t.owner}: ${inline(kept.owner)} · ${t.exported}: ${isoTime(at)} · ${t.by}: ${inline(by)} · ${t.times}`;
  const events = numbered.filter(isEvent);
  return `${[
    `# ${inline(kept.name)}`,
    lines(kept.summary),
    head,
    ...(numbered.length === 0 ? [t.noPins] : [`## ${t.timeline}`, timeline(numbered, t)]),
    ...numbered.flatMap((pin) => section(pin, t)),
    ...(events.length === 0 ? [] : [`## ${t.attached}`, t.attachedLine, ...events.flatMap((pin) => attached(pin, t))]),
  ]
    .filter(Boolean)
    .join('\n\n')}\n`;
}

function isEvent(pin: Numbered<SeenEvent | SeenSearch>): pin is Numbered<SeenEvent> {
  return pin.what.kind === 'event';
}

function startOf({ what }: SeenPin): number {
  return what.kind === 'event' ? what.timeMicros : what.fromMicros;
}

function timeline(pins: readonly Numbered<SeenEvent | SeenSearch>[], t: CaseTexts): string {
  const rows = pins
    .toSorted((one, other) => startOf(one) - startOf(other))
    .map((pin) => {
      const { number, what } = pin;
      if (what.kind === 'search')
        return [String(number), rangeOf(what), clustersOf(what, t), '', `${t.search}: ${queryOf(what, t)}`, '', ''];
      const told = toldEvent(what);
      return [String(number), told.time, what.cluster, told.who, told.did, told.namespace, told.code];
    });
  return table(
    ['#', t.time, t.cluster, t.who, t.did, t.namespace, t.code],
    rows.map((cells) => cells.map(inline)),
  );
}

function section(pin: Numbered<SeenEvent | SeenSearch>, t: CaseTexts): readonly string[] {
  const { number, what, note } = pin;
  if (what.kind === 'search')
    return [
      `## ${number}. ${t.search}`,
      lines(note),
      fenced(queryOf(what, t)),
      list([
        [t.range, rangeOf(what)],
        [t.cluster, clustersOf(what, t)],
      ]),
    ];
  const told = toldEvent(what);
  return [
    `## ${number}. ${inline([told.who, told.did].filter(Boolean).join(': ') || t.event)}`,
    lines(note),
    list([
      [t.time, told.time],
      [t.cluster, what.cluster],
      [t.namespace, told.namespace],
      [t.code, told.code],
      [t.from, told.from],
      [t.client, told.client],
      [t.event, `${what.auditId} ${what.stage}`],
    ]),
  ];
}

function attached({ number, what }: Numbered<SeenEvent>, t: CaseTexts): readonly string[] {
  const bytes = Buffer.from(what.bytes);
  const text = bytes.toString('utf8');
  // Bytes that are no UTF-8 would be others in a text.
  const shown = Buffer.from(text).equals(bytes) ? fenced(text, 'json') : fenced(bytes.toString('base64'), 'base64');
  return [`### ${number}`, what.sha256 === undefined ? t.withoutBodies : `SHA-256 \`${what.sha256}\``, shown];
}

function list(facts: readonly (readonly [string, string])[]): string {
  return facts.flatMap(([name, value]) => (value === '' ? [] : [`- ${name}: ${inline(value)}`])).join('\n');
}

function rangeOf({ fromMicros, toMicros }: SeenSearch): string {
  return `${formatMicroTime(fromMicros)} – ${formatMicroTime(toMicros)}`;
}

function clustersOf({ clusters }: SeenSearch, t: CaseTexts): string {
  return clusters?.join(', ') ?? t.allClusters;
}

function queryOf({ query }: SeenSearch, t: CaseTexts): string {
  return query.trim() || t.everything;
}

function isoTime(millis: number): string {
  return new Date(millis).toISOString();
}
