import { unreachable } from '../../src/base/index.ts';
import { EventReader, type Field, fields, isDerived } from '../../src/audit/index.ts';
import { factNames } from '../../src/formats/facts.ts';
import type { Format } from '../../src/formats/format.ts';
import { formats } from '../../src/formats/registry.ts';
import { readLog } from '../../src/formats/testkit/read-log.ts';
import { fullEvent, type WrapperSample, wrapperSamples } from '../../src/formats/testkit/samples.ts';
import { code, page, sentence, table } from './markdown.ts';

/** An event that leaves the wrapper to be seen. */
const shortEvent = '{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"1"}';
const shownCharacters = 160;
const packings = ['gzip', 'zstd', 'xz', 'bzip2', 'utf-16'];

/** The page docs/reference/formats.md: what events may be wrapped in and packed with, and what is kept of it. */
export function formatsPage(): string {
  const wrapped = formats.filter(({ wrapper }) => wrapper);
  const passedOver = formats.filter(({ holdsNoEvents }) => holdsNoEvents);
  const named = formats.filter((format) => !format.wrapper && !format.holdsNoEvents && !packings.includes(format.name));
  return page(
    '# Log formats',
    'Made from the formats of the code by `npm run docs`; the examples are read by that code.',
    `\`whodunit import\`, \`whodunit collect\` and the commands that replay events (\`policy simulate --events\`) take events as kube-apiserver
writes them (JSON lines, EventLists, arrays), and out of what ships logs put around them. Each line, or JSON document, is looked at by
itself: a file may mix all of them. A wrapper in a wrapper is taken off as well. \`--format NAME\` says what every line is where looking is not
to decide it; \`--format kubernetes\` takes no wrapper off.`,
    `Where a wrapper holds the event's own bytes, these are kept as they were received, and the event is the same as the one that came by
webhook or from the log itself: it is stored once. What the wrapper tells is kept beside it, in the field \`__wrapper__\`
([fields](columns.md#beside-the-event)): \`__wrapper__.format\` has the wrapper's name, of several from the outermost in (\`fluent/cri\`).
\`__wrapper__.rebuilt\` is \`true\` where the wrapper keeps no bytes, and the event was put together from what it keeps. The wrapper's time is
kept only for an event that has none of its own.`,
    `What is in no wrapper, or cannot be read in one, goes to the server as it is: it reads what it can, and keeps the rest as
[dead letters](../how-to/look-after-dead-letters.md). Other logs in a wrapper are passed over and counted: those of other programs, streams and
categories, and lines that hold no part of an event.`,
    '## What each wrapper tells',
    table(
      ['Wrapper', 'The event', ...factNames],
      wrapped.map(({ name, wrapper }) => [
        `[${name}](#${name})`,
        wrapper?.keeps === 'columns' ? 'put together' : 'its own bytes',
        ...factNames.map((fact) => sourceOf(wrapper?.tells[fact])),
      ]),
    ),
    '## What each wrapper gives, field by field',
    '✓ as received; ○ the same value, put together from what the wrapper keeps; – not there. Both marks stand where a wrapper does it in more than one way.',
    fieldTable(wrapped),
    ...wrapped.flatMap(formatSection),
    '## Packed files',
    `Files are unpacked by what they begin with, whatever they are called: ${packings.map((name) => titleOf(name)).join(', ')}. One may be in another.
Where one breaks off or is damaged, what can be unpacked is read, and the command says up to which byte that was.`,
    '## Passed over',
    list(passedOver),
    '## Named only',
    'What looks like one of these is said to by name; it is not read.',
    list(named),
  );
}

function list(some: readonly Format[]): string {
  return some.map(({ name, title }) => `- ${code(name)}: ${title}`).join('\n');
}

function titleOf(name: string): string {
  return formats.find((format) => format.name === name)?.title ?? name;
}

/** Names of members are code; other sources are words. */
function sourceOf(source: string | undefined): string {
  if (source === undefined) return '';
  return source
    .split(' or ')
    .map((one) => (/^\S+$/.test(one) ? code(one) : one))
    .join(' or ');
}

function formatSection({ name, title }: Format): readonly string[] {
  const samples = wrapperSamples.filter(({ format }) => format === name);
  return [`## ${name}`, sentence(title), ...samples.flatMap(sampleSection)];
}

function sampleSection({ title, wrap }: WrapperSample): readonly string[] {
  const shown = wrap(shortEvent)
    // How gzip packs a text is not the same everywhere.
    .replaceAll(/H4sI[\w+/=]+/g, 'H4sI…')
    .split('\n')
    .map((line) => (line.length > shownCharacters ? `${line.slice(0, shownCharacters)}…` : line));
  const [wrapper] = readLog(wrap(fullEvent)).wrappers;
  return [
    sentence(title).replace(/\.$/, ':'),
    fenced(shown.join('\n')),
    `is kept with ${code(JSON.stringify(wrapper))}.`,
  ];
}

function fenced(text: string): string {
  return `\`\`\`text\n${text}\n\`\`\``;
}

function fieldTable(wrapped: readonly Format[]): string {
  const listed = fields.filter(
    (field) => !field.isBeside && !isDerived(field) && field.source.kind !== 'object' && field.name !== 'other',
  );
  return table(
    ['Field', ...wrapped.map(({ name }) => name)],
    listed.map((field) => [code(field.name), ...wrapped.map(({ name }) => marksOf(field, name))]),
  );
}

function marksOf(field: Field, format: string): string {
  const marks = wrapperSamples
    .filter((sample) => sample.format === format)
    .map(({ wrap }) => {
      const { events, wrappers } = readLog(wrap(fullEvent));
      if (valueOf(field, events[0] ?? '') !== valueOf(field, fullEvent)) return '–';
      return JSON.stringify(wrappers[0]).includes('"rebuilt"') ? '○' : '✓';
    });
  return [...new Set(marks)].toSorted().toReversed().join(' ');
}

function valueOf({ source, name }: Field, event: string): string | number | undefined {
  const reader = new EventReader();
  const bytes = Buffer.from(event);
  if (reader.read(bytes, 0, bytes.length, 0)) return undefined;
  const { row } = reader;
  switch (source.kind) {
    case 'text':
      return row.text(source.column);
    case 'json':
      return row.text(source.column) === '' ? '' : canonical(JSON.parse(row.text(source.column)));
    case 'number':
      return row.responseCode;
    case 'time':
      return source.column === 'time' ? row.time : row.requestReceivedAt;
    case 'auditID':
      return row.text('audit_id_text');
    case 'derived':
    case 'latency':
    case 'object':
      throw new Error(`BUG: ${name} is no field with a value`);
    default:
      return unreachable(source);
  }
}

/** JSON text in which the order of members says nothing. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => a.localeCompare(b)))
      : inner,
  );
}
