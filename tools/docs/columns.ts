import { type Field, fields, isDerived } from '../../src/audit/index.ts';
import { unreachable } from '../../src/base/index.ts';
import { resolveField } from '../../src/query/fields/field-reference.ts';
import { fieldExpression } from '../../src/query/fields/fields.ts';
import { code, page, table } from './markdown.ts';

/** Names that are about an event and not in it. SLS has them too, `__cluster__` excepted. */
const reserved = [
  ['__time__', 'When the stage was reached, in Unix seconds. What time ranges are about.'],
  ['__time_ns_part__', 'Nanoseconds within that second.'],
  ['__receive_time__', 'When Whodunit received the event, in Unix seconds.'],
  ['__cluster__', 'Name of the cluster. Also `cluster`.'],
  ['__topic__', 'Empty here; SLS has it.'],
  ['__source__', 'Empty here; SLS has it. Also `source`.'],
] as const;

/** The page docs/reference/columns.md: every field as search and SQL name it. */
export function columnsPage(): string {
  return page(
    '# Fields',
    'Made from the column table by `npm run docs`.',
    `Search, SQL, facets and exports name fields alike: as \`audit.k8s.io/v1\` does. A name is tried as it is written, then in any
case. In SQL a name with a point is quoted: \`"user.username"\`. A field that an event lacks is NULL in SQL.`,
    `**Index** is SLS's: \`text\` is searched by words, \`long\` takes comparisons and ranges, \`json\` is searched by words and its
members by their path. **SQL** is the type in a statement; \`json\` fields are the compact text of their JSON.`,
    '## Of the event',
    fieldTable(fields.filter((field) => !isDerived(field) && !field.isBeside)),
    `Members of \`json\` fields are fields too, by their whole path: \`annotations.authorization.k8s.io/reason\`,
\`requestObject.spec.nodeName\`, \`user.extra.authentication.kubernetes.io/pod-name\`. In SQL a member is \`varchar\`; one that is reached
several times, through arrays, is a JSON array.`,
    '## Derived',
    'Computed from other fields when they are asked for. They are never part of what was received, and the page marks them.',
    fieldTable(fields.filter(isDerived)),
    '## Beside the event',
    `Where a log wrapped the event, what the wrapper says is kept beside it, and marked as its word. A search without a field does not look
there. [formats.md](formats.md) has what each wrapper tells.`,
    fieldTable(fields.filter(({ isBeside }) => isBeside)),
    '## About the event',
    table(
      ['Name', 'SQL', 'Meaning'],
      reserved.map(([name, meaning]) => [code(name), code(sqlType(name)), meaning]),
    ),
  );
}

function fieldTable(listed: readonly Field[]): string {
  return table(
    ['Name', 'Index', 'SQL', 'Stored as', 'Meaning'],
    listed.map((field) => [
      code(field.name),
      field.type,
      sqlType(field.name),
      storedAs(field),
      field.doc.en.replace(/ Derived\.$/, ''),
    ]),
  );
}

function sqlType(name: string): string {
  const reference = resolveField(name);
  if (!reference) throw new Error(`there is no field ${name}`);
  return fieldExpression(reference, { clusters: [] }).type;
}

function storedAs({ source }: Field): string {
  switch (source.kind) {
    case 'text':
    case 'number':
    case 'time':
    case 'json':
      return code(source.column);
    case 'auditID':
      return '`audit_id`, or `audit_id_text` where it is no UUID';
    case 'object':
      return 'its members';
    case 'derived':
    case 'latency':
      return 'nothing';
    default:
      return unreachable(source);
  }
}
