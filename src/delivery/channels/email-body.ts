import type { Message, MessageSeverity } from '../message.ts';
import { headingOf, linesOf, oneLine } from './plain-text.ts';

const colors: Readonly<Record<MessageSeverity, string>> = {
  critical: '#b42318',
  high: '#c4320a',
  medium: '#b54708',
  low: '#175cd3',
  report: '#475467',
};
const over = '#067647';
const cell = 'padding:6px 12px 6px 0;vertical-align:top;border-bottom:1px solid #eaecf0';

/** A message as text, for those who read mail without HTML. */
export function mailText(message: Message): string {
  const facts = message.facts.map(({ name, value }) => `${oneLine(name)}: ${linesOf(value).join('\n  ')}`);
  const links = message.links.map(({ title, url }) => `${oneLine(title)}: ${url}`);
  return [headingOf(message), ...linesOf(message.text), '', ...facts, '', ...links].join('\n');
}

/** A message as HTML that loads nothing. Programs for mail know little more than tables and styles of elements. */
export function mailHtml(message: Message): string {
  const color = message.kind === 'resolved' ? over : colors[message.severity];
  const text = linesOf(message.text).map(escape).join('<br>');
  const facts = message.facts.map(
    ({ name, value }) =>
      `<tr><td style="${cell};color:#475467">${escape(oneLine(name))}</td>` +
      `<td style="${cell};word-break:break-word">${linesOf(value).map(escape).join('<br>')}</td></tr>`,
  );
  const links = message.links.map(
    ({ title, url }) => `<p><a href="${escape(url)}" style="color:#175cd3">${escape(oneLine(title))}</a></p>`,
  );
  return `<!doctype html>
<html lang="${escape(message.language)}">
<head><meta charset="utf-8"><title>${escape(oneLine(message.title))}</title></head>
<body style="margin:0;padding:24px;font-family:system-ui,sans-serif;font-size:14px;color:#101828">
<h1 style="margin:0 0 12px;padding-left:12px;border-left:4px solid ${color};font-size:18px">${escape(headingOf(message))}</h1>
<p>${text}</p>
<table style="border-collapse:collapse;font-size:14px">${facts.join('')}</table>
${links.join('\n')}
</body>
</html>
`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
