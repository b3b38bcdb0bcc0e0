import { pageAddress } from '../../../base/index.ts';
import type { Message } from '../../../delivery/index.ts';
import type { Cause } from '../../cause.ts';
import type { Telling } from '../flush.ts';
import { inLanguage, type Texts, textsOf } from '../texts/index.ts';
import { alertData, annotationsOf, type Style } from './data.ts';
import { eventsUrl } from './links.ts';
import { oneLine, shortened, shownTime } from './words.ts';

const titleCharacters = 256;
const textCharacters = 4000;
const valueCharacters = 500;
/** Columns of the first row that are shown. */
const maxColumns = 30;
const maxFaults = 5;

type Fact = Message['facts'][number];

/** What is said of an alert beside what its cause knows. */
export interface AlertNotes {
  /** How often it fired since it was told before. */
  readonly news?: number | undefined;
  /** The same for all messages of its problem; left out where it stands for itself. */
  readonly problem?: string | undefined;
  /** The silence that kept it back, if one did. */
  readonly silenceEnded?: { readonly comment: string; readonly author: string } | undefined;
  readonly faults?: readonly string[];
}

/** An alert as a message by itself. Texts of events stay text: each channel escapes them for its own dialect. */
export function alertMessage(cause: Cause, style: Style, notes: AlertNotes = {}): Message {
  const texts = textsOf(style.language);
  const annotations = annotationsOf(cause, style.language);
  const title = titleOf(cause, style.language);
  const isOver = cause.status === 'resolved';
  return {
    kind: isOver ? 'resolved' : 'alert',
    severity: cause.severity,
    language: style.language,
    title: isOver ? texts.over(title) : title,
    text: shortened(annotations['desc'] ?? '', textCharacters),
    facts: factsOf(cause, { texts, annotations, notes, language: style.language }),
    links: linksOf(cause, style),
    labels: { alertname: cause.rule, ...cause.labels },
    about: [cause.key],
    ...(notes.problem === undefined ? {} : { problem: notes.problem }),
    startedAt: cause.startedAt,
    ...(cause.endedAt === undefined ? {} : { endedAt: cause.endedAt }),
    data: alertData({ ...cause, faults: [...cause.faults, ...(notes.faults ?? [])] }, style),
  };
}

/** What an alert is called: its title, else the name of its rule. */
export function titleOf(cause: Pick<Cause, 'annotations' | 'displayName'>, language: string): string {
  const title = oneLine(annotationsOf(cause, language)['title'] ?? '', titleCharacters);
  return title === '' ? oneLine(inLanguage(cause.displayName, language), titleCharacters) : title;
}

interface FactNeeds {
  readonly texts: Texts;
  readonly annotations: Readonly<Record<string, string>>;
  readonly notes: AlertNotes;
  readonly language: string;
}

function factsOf(cause: Cause, { texts, annotations, notes, language }: FactNeeds): readonly Fact[] {
  const { facts } = texts;
  const { silenceEnded, faults = [] } = notes;
  return [
    fact(facts.rule, inLanguage(cause.displayName, language)),
    fact(facts.severity, texts.severities[cause.severity]),
    fact(facts.status, statusOf(cause, notes.news ?? 1, texts)),
    fact(facts.began, shownTime(cause.startedAt)),
    fact(facts.ended, cause.endedAt === undefined ? '' : shownTime(cause.endedAt)),
    fact(facts.clusters, cause.clusters.join(', ')),
    fact(facts.project, cause.project ?? ''),
    ...columnsOf(cause, annotations),
    fact(facts.rows, cause.rowCount > 1 ? String(cause.rowCount) : ''),
    fact(
      facts.silenceEnded,
      silenceEnded === undefined ? '' : texts.silence(silenceEnded.comment, silenceEnded.author),
    ),
    ...[...cause.faults, ...faults].slice(0, maxFaults).map((fault) => fact(facts.fault, fault)),
  ].filter(({ value }) => value !== '');
}

function fact(name: string, value: string): Fact {
  return { name, value: oneLine(value, valueCharacters) };
}

function statusOf({ status, isAgain }: Cause, news: number, texts: Texts): string {
  if (status === 'resolved') return texts.resolved;
  return isAgain || news > 1 ? texts.again(news) : texts.firing;
}

/** Labels, further annotations and the columns of the first row, each name once. */
function columnsOf({ labels, rows }: Cause, annotations: Readonly<Record<string, string>>): readonly Fact[] {
  const { title, desc, ...others } = annotations;
  void [title, desc];
  const all = { ...rows[0], ...others, ...labels };
  const names = new Set([...Object.keys(labels), ...Object.keys(others), ...Object.keys(rows[0] ?? {})]);
  return [...names].slice(0, maxColumns).map((name) => fact(oneLine(name, titleCharacters), all[name] ?? ''));
}

function linksOf(cause: Cause, { publicUrl, language }: Style): Message['links'] {
  if (publicUrl === undefined) return [];
  const { links } = textsOf(language);
  const events = eventsUrl(publicUrl, cause);
  return [
    { title: links.alert, url: pageAddress.alert(publicUrl, cause.key) },
    ...(events === undefined ? [] : [{ title: links.events, url: events }]),
  ];
}

/** The only alert of a telling; undefined where it has several. */
export function onlyOne({ firing, repeated, over }: Telling): Telling['firing'][number] | undefined {
  const all = [...firing, ...repeated, ...over];
  return all.length === 1 ? all[0] : undefined;
}
