import type { formOf } from '../../src/delivery/index.ts';
import { code, table } from './markdown.ts';

type Schema = Readonly<Record<string, unknown>>;

/** What the documents of a type are told, secrets first. */
export function membersTable({ settings, secrets }: ReturnType<typeof formOf>): string {
  return table(
    ['Member', 'Required', 'Secret', 'Value', 'Meaning'],
    [
      ...secrets.map(({ name, required, neededBy, schema }) =>
        row(name, neededBy === undefined ? yesNo(required) : `with ${code(neededBy)}`, { isSecret: true, schema }),
      ),
      ...membersOf(settings),
    ],
  );
}

function membersOf(settings: Schema): string[][] {
  const required = Array.isArray(settings['required']) ? settings['required'] : [];
  return Object.entries(schemaOf(settings['properties'])).map(([name, schema]) =>
    row(name, yesNo(required.includes(name)), { isSecret: false, schema: schemaOf(schema) }),
  );
}

function row(name: string, required: string, { isSecret, schema }: { isSecret: boolean; schema: Schema }): string[] {
  const { description } = schema;
  if (typeof description !== 'string') throw new Error(`nothing says what ${name} is`);
  return [code(name), required, yesNo(isSecret), valueOf(schema), `${description}.`];
}

function schemaOf(value: unknown): Schema {
  return { ...Object(value) };
}

function yesNo(is: boolean): string {
  return is ? 'yes' : 'no';
}

/** What a schema takes, in a few words. */
function valueOf(schema: Schema): string {
  const { enum: words, default: left } = schema;
  const kind = Array.isArray(words) ? words.map((word) => code(String(word))).join(', ') : kindOf(schema);
  return left === undefined ? kind : `${kind}; left out: ${code(JSON.stringify(left))}`;
}

function kindOf({ type, items, minimum, maximum, format, maxItems }: Schema): string {
  switch (type) {
    case 'integer':
    case 'number':
      return `number from ${String(minimum)} to ${String(maximum)}`;
    case 'boolean':
      return '`true` or `false`';
    case 'array':
      return `list of ${kindOf(schemaOf(items))}, ${String(maxItems)} at most`;
    case 'object':
      return 'map of text by name';
    default:
      return format === 'uri' ? 'address' : 'text';
  }
}
