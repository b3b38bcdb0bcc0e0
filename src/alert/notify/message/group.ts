import { pageAddress } from '../../../base/index.ts';
import type { Message } from '../../../delivery/index.ts';
import { severities } from '../../../rules/index.ts';
import type { Cause } from '../../cause.ts';
import type { Telling } from '../flush.ts';
import type { Member } from '../member.ts';
import { inLanguage, type Texts, textsOf } from '../texts/index.ts';
import { titleOf } from './alert.ts';
import { alertData, type Style } from './data.ts';
import { oneLine, shownTime } from './words.ts';

/** Alerts that a message lists by their titles, and that it holds for machines. */
const listed = 20;
const held = 100;
const titleCharacters = 256;
const lineCharacters = 300;

/** Several alerts as one message. */
export function groupMessage(telling: Telling, style: Style, problem: string | undefined): Message {
  const texts = textsOf(style.language);
  const { firing, repeated, over, open } = telling;
  const causes = [...firing, ...repeated, ...over].map(({ cause }) => cause);
  const isOver = firing.length + repeated.length === 0 && open === 0;
  const urgent = [...firing, ...repeated].map(({ cause }) => cause);
  const severity = mostUrgent(urgent.length > 0 ? urgent : causes);
  const title = oneLine(texts.several(causes.length, namesOf(causes, style.language)), titleCharacters);
  const startedAt = Math.min(...causes.map((cause) => cause.startedAt));
  const ends = causes.map(({ endedAt }) => endedAt ?? startedAt);
  const endedAt = isOver ? Math.max(...ends) : undefined;
  return {
    kind: isOver ? 'resolved' : 'alert',
    severity,
    language: style.language,
    title: isOver ? texts.over(title) : title,
    text: textOf(telling, texts, style.language),
    facts: factsOf({ causes, severity, open, startedAt, endedAt }, texts),
    links: linksOf(causes, style),
    labels: commonLabels(causes),
    about: causes.map(({ key }) => key),
    ...(problem === undefined ? {} : { problem }),
    startedAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    data: {
      status: isOver ? 'resolved' : 'firing',
      severity,
      labels: commonLabels(causes),
      alert_time: Math.floor(style.now / 1000),
      alerts: causes.slice(0, held).map((cause) => alertData(cause, style)),
      alerts_count: causes.length,
      open_count: open,
    },
  };
}

/** The most urgent severity of some alerts. */
export function mostUrgent(causes: readonly Pick<Cause, 'severity'>[]): Cause['severity'] {
  return severities.find((severity) => causes.some((cause) => cause.severity === severity)) ?? 'report';
}

/** Names of their rules, each once. */
function namesOf(causes: readonly Cause[], language: string): string {
  return [...new Set(causes.map(({ displayName }) => inLanguage(displayName, language)))].join(', ');
}

function commonLabels(causes: readonly Cause[]): Readonly<Record<string, string>> {
  const [first, ...others] = causes;
  const all = Object.entries({ alertname: first?.rule ?? '', ...first?.labels });
  const isCommon = ([name, value]: readonly [string, string]): boolean =>
    others.every((cause) => ({ alertname: cause.rule, ...cause.labels })[name] === value);
  return Object.fromEntries(all.filter(isCommon));
}

function textOf({ firing, repeated, over }: Telling, texts: Texts, language: string): string {
  const lists = [
    { head: texts.lists.firing, members: firing },
    { head: texts.lists.repeated, members: repeated },
    { head: texts.lists.over, members: over },
  ].filter(({ members }) => members.length > 0);
  const each = Math.floor(listed / Math.max(lists.length, 1));
  return lists
    .flatMap(({ head, members }) => {
      const more = members.length - each;
      return [
        `${head}:`,
        ...members.slice(0, each).map((member) => lineOf(member, texts, language)),
        ...(more > 0 ? [texts.more(more)] : []),
      ];
    })
    .join('\n');
}

function lineOf({ cause, news }: Member, texts: Texts, language: string): string {
  const again = cause.status === 'firing' && (cause.isAgain || news > 1) ? ` (${texts.again(Math.max(news, 1))})` : '';
  return oneLine(`${texts.severities[cause.severity]}: ${titleOf(cause, language)}${again}`, lineCharacters);
}

interface GroupFacts {
  readonly causes: readonly Cause[];
  readonly severity: Cause['severity'];
  readonly open: number;
  readonly startedAt: number;
  readonly endedAt: number | undefined;
}

function factsOf({ causes, severity, open, startedAt, endedAt }: GroupFacts, texts: Texts): Message['facts'] {
  const clusters = [...new Set(causes.flatMap((cause) => cause.clusters))].toSorted();
  return [
    { name: texts.facts.severity, value: texts.severities[severity] },
    { name: texts.facts.firing, value: String(open) },
    { name: texts.facts.began, value: shownTime(startedAt) },
    { name: texts.facts.ended, value: endedAt === undefined ? '' : shownTime(endedAt) },
    { name: texts.facts.clusters, value: oneLine(clusters.join(', '), lineCharacters) },
  ].filter(({ value }) => value !== '');
}

function linksOf(causes: readonly Cause[], { publicUrl, language }: Style): Message['links'] {
  if (publicUrl === undefined) return [];
  const names = new Map(causes.map(({ rule, displayName }) => [rule, displayName]));
  return [...names].slice(0, 5).map(([rule, name]) => ({
    title: oneLine(inLanguage(name, language), titleCharacters),
    url: pageAddress.alertsOf(publicUrl, rule),
  }));
}
