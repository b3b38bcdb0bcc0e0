import { pageAddress } from '../../base/index.ts';
import type { Attachment, Message } from '../../delivery/index.ts';
import type { WrittenReport } from '../reports.ts';
import type { ReportSchedule } from './form.ts';
import { panelCsv } from './panel-csv.ts';
import { sentWords } from './words.ts';

/** Of all attachments of a report together, as Base64: what most mail servers take. */
const attachmentBytes = 8 << 20;

/** A report to send. */
export interface ReportToSend {
  readonly schedule: ReportSchedule;
  readonly written: WrittenReport;
  /** Unix milliseconds. */
  readonly dueAt: number;
  /** How many were due before it while nobody could run them, and when the first of them was. */
  readonly missed?: { readonly count: number; readonly since: number } | undefined;
  /** IANA name: times are shown in it. */
  readonly timeZone: string;
  /** Where this server is found; its page is linked. */
  readonly publicUrl: string;
}

/** What is sent of a run of a dashboard. */
export function reportMessage(report: ReportToSend): Message {
  const { schedule, written, dueAt, missed, timeZone } = report;
  const { answer, failed } = written;
  const { language } = schedule;
  const words = sentWords(language);
  const { attachments, left } = fitting(allAttachments(report));
  const time = (moment: number | string) => timeIn(timeZone, new Date(moment));
  const text = [
    missed && words.missed(String(missed.count), time(missed.since)),
    failed.length > 0 ? words.failed(failed.join(', ')) : undefined,
    left.length > 0 ? words.leftOut(left.join(', ')) : undefined,
  ];
  return {
    kind: 'report',
    severity: 'report',
    language,
    title: answer.title,
    text: text.filter((line) => line !== undefined).join('\n'),
    facts: [
      { name: words.range, value: `${time(answer.from)} – ${time(answer.to)} (${timeZone})` },
      { name: words.clusters, value: answer.clusters.join(', ') },
    ],
    links: [{ title: words.open, url: linkTo(report) }],
    labels: { report: schedule.name, dashboard: schedule.dashboard },
    startedAt: dueAt,
    data: {
      schedule: schedule.name,
      dashboard: schedule.dashboard,
      title: answer.title,
      from: answer.from,
      to: answer.to,
      clusters: answer.clusters,
      failedPanels: failed,
      missed: missed?.count ?? 0,
    },
    attachments,
  };
}

function allAttachments({ schedule, written, dueAt }: ReportToSend): readonly Attachment[] {
  const name = `${schedule.name}-${new Date(dueAt).toISOString().slice(0, 10)}`;
  const html = { name: `${name}.html`, contentType: 'text/html; charset=utf-8', content: base64(written.html) };
  const files = written.answer.panels
    .filter(({ error }) => !error)
    .map((panel) => ({
      name: `${name}-${panel.id}.csv`,
      contentType: 'text/csv; charset=utf-8',
      content: base64(panelCsv(panel)),
    }));
  return [...(schedule.attach.includes('html') ? [html] : []), ...(schedule.attach.includes('csv') ? files : [])];
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** The first ones that have room together, and the names of the others. */
function fitting(all: readonly Attachment[]): {
  readonly attachments: readonly Attachment[];
  readonly left: readonly string[];
} {
  let room = attachmentBytes;
  const attachments = all.filter(({ content }) => {
    if (content.length > room) return false;
    room -= content.length;
    return true;
  });
  return { attachments, left: all.filter((one) => !attachments.includes(one)).map(({ name }) => name) };
}

/** The page of the dashboard, over the range that was reported. */
function linkTo({ schedule, written, timeZone, publicUrl }: ReportToSend): string {
  const { from, to } = written.answer;
  const { filters = {}, variables = {} } = schedule;
  const set = Object.entries(variables).map(([name, value]) => [`var.${name}`, value] as const);
  return pageAddress.report(publicUrl, schedule.dashboard, {
    from,
    to,
    tz: timeZone,
    ...filters,
    ...Object.fromEntries(set),
  });
}

/** To the minute: `2026-11-30 09:00`. */
function timeIn(timeZone: string, moment: Date): string {
  // Swedish writes dates as ISO 8601 does.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return format.format(moment);
}
