import { z } from 'zod';
import { AlertPolicy, AlertRule, ruleLimits, Silence } from '../../src/rules/form.ts';
import { code, page, table } from './markdown.ts';

/** What of JSON Schema the forms use. */
interface Shape {
  readonly type?: string | readonly string[];
  readonly const?: string | number | boolean;
  readonly enum?: readonly (string | number)[];
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Shape | boolean;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly maxItems?: number;
  readonly maximum?: number;
}

/** The page docs/reference/alert-rules.md: what files of rules, policies and silences hold, from the schemas that they are read with. */
export function alertRulesPage(): string {
  const rule = shapeOf(AlertRule);
  const policy = shapeOf(AlertPolicy);
  const silence = shapeOf(Silence);
  return page(
    '# Alert rules',
    'Made from the schemas that files are read with by `npm run docs`.',
    `A file is YAML 1.2 or JSON, of one document or several (${ruleLimits.documents} at most, ${ruleLimits.fileBytes >> 20} MiB). \`alert apply\` takes rules, policies
and silences, and passes over channels, destinations, dashboards and schedules of reports. Rules of SLS (JSON of version 2.0) are
[read as well](../how-to/import-sls-alert-rules.md). What is wrong with a file is told with line and column: see
[the diagnostics](diagnostics.md#alert-rules).`,
    `A length of time is a number with \`s\`, \`m\`, \`h\` or \`d\`; a text for people is plain, or by the tag of its language:
\`{en: Deleted, ja: 削除}\`. What the texts of an alert may fill in is said under [templates](templates.md).`,
    '## A rule',
    membersOf(rule),
    '### `schedule`',
    'One of these.',
    ...(memberOf(rule, 'schedule').anyOf ?? []).map(membersOf),
    '### `queries`',
    membersOf(itemOf(rule, 'queries')),
    '### `combine`',
    membersOf(itemOf(rule, 'combine')),
    '### `severities`',
    membersOf(itemOf(rule, 'severities')),
    '### `tests`',
    membersOf(itemOf(rule, 'tests')),
    '## A policy',
    membersOf(policy),
    '### `routes`',
    membersOf(itemOf(policy, 'routes')),
    '### `hours`',
    membersOf(memberOf(itemOf(policy, 'routes'), 'hours')),
    '### `inhibitions`',
    membersOf(itemOf(policy, 'inhibitions')),
    '## A silence',
    membersOf(silence),
    '## A matcher',
    membersOf(itemOf(silence, 'matchers')),
  );
}

function shapeOf(schema: z.ZodType): Shape {
  // Of the forms nothing but what `Shape` has is asked.
  return z.toJSONSchema(schema, { io: 'input', reused: 'inline' }) as Shape;
}

function memberOf({ properties = {} }: Shape, name: string): Shape {
  const member = properties[name];
  if (!member) throw new Error(`there is no member ${name}`);
  return member;
}

function itemOf(shape: Shape, name: string): Shape {
  const { items } = memberOf(shape, name);
  if (!items) throw new Error(`${name} is no list`);
  return items;
}

function membersOf({ properties = {}, required = [] }: Shape): string {
  return table(
    ['Member', 'Required', 'Value', 'Meaning'],
    Object.entries(properties).map(([name, member]) => [
      code(name),
      required.includes(name) ? 'yes' : 'no',
      valueOf(member) + (member.default === undefined ? '' : `; ${code(JSON.stringify(member.default))} if left out`),
      member.description === undefined ? '' : `${member.description}.`,
    ]),
  );
}

/** What a member may be, in a few words. */
function valueOf(shape: Shape): string {
  const { type, enum: choices, anyOf, items, additionalProperties, maxItems } = shape;
  if (shape.const !== undefined) return code(String(shape.const));
  if (choices) return choices.map((choice) => code(String(choice))).join(', ');
  if (anyOf) return [...new Set(anyOf.map(valueOf))].join(', or ');
  if (type === 'array')
    return `list${maxItems === undefined ? '' : ` of at most ${maxItems}`}: ${valueOf(items ?? {})}`;
  if (type === 'object')
    return typeof additionalProperties === 'object' ? `names, each with ${valueOf(additionalProperties)}` : 'members';
  if (type === 'integer') return `number${shape.maximum === undefined ? '' : ` up to ${shape.maximum}`}`;
  if (type === 'string') return 'text';
  return type === undefined ? 'anything' : [type].flat().join(' or ');
}
