import { pageAddress } from '../../../base/index.ts';
import type { Message } from '../../../delivery/index.ts';
import type { Cause } from '../../cause.ts';
import type { Overflow } from '../member.ts';
import { inLanguage, textsOf } from '../texts/index.ts';
import { titleOf } from './alert.ts';
import type { Style } from './data.ts';
import { oneLine, shownTime } from './words.ts';

const titleCharacters = 256;
const lineCharacters = 300;
/** Rules that it counts by name. */
const maxRules = 50;

/** What stands for alerts of one severity that came too fast to be told one by one: how many of each rule, and what some of them are. */
export function digestMessage(severity: Cause['severity'], overflow: readonly Overflow[], style: Style): Message {
  const { language, publicUrl, now } = style;
  const texts = textsOf(language);
  const count = overflow.reduce((sum, one) => sum + one.count, 0);
  const from = Math.min(...overflow.map(({ firstAt }) => firstAt));
  const to = Math.max(...overflow.map(({ lastAt }) => lastAt));
  const named = overflow.slice(0, maxRules).map((one) => ({ ...one, name: inLanguage(one.displayName, language) }));
  const names = named.map(({ name }) => name).join(', ');
  const samples = named.flatMap((one) => one.samples.map((annotations) => titleOf({ ...one, annotations }, language)));
  return {
    kind: 'digest',
    severity,
    language,
    title: oneLine(texts.digest(count, names), titleCharacters),
    text: [
      texts.digestText(shownTime(from), shownTime(to)),
      ...samples.slice(0, 10).map((line) => oneLine(line, lineCharacters)),
    ].join('\n'),
    facts: [
      { name: texts.facts.severity, value: texts.severities[severity] },
      ...named.map(({ name, count: of }) => ({ name: oneLine(name, titleCharacters), value: String(of) })),
    ],
    links:
      publicUrl === undefined
        ? []
        : named.slice(0, 5).map(({ name, rule }) => ({
            title: oneLine(name, titleCharacters),
            url: pageAddress.alertsOf(publicUrl, rule),
          })),
    labels: overflow.length === 1 ? { alertname: overflow[0]?.rule ?? '' } : {},
    startedAt: from,
    data: {
      status: 'firing',
      severity,
      alert_time: Math.floor(now / 1000),
      fire_time: Math.floor(from / 1000),
      alerts_count: count,
      rules: overflow.map((one) => ({ alert_id: one.rule, count: one.count })),
    },
  };
}
