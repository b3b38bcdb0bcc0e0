/**
 * How a member of a document is asked for, such as a channel or a destination. `long` has several lines, `list` is several texts, `choices` several
 * of those that there are; `json` is what has other parts: it is written as JSON.
 */
export type FieldKind = 'text' | 'long' | 'number' | 'boolean' | 'choice' | 'choices' | 'list' | 'json';

export interface TypedField {
  readonly name: string;
  readonly kind: FieldKind;
  readonly isRequired: boolean;
  /** Written, and never shown again. */
  readonly isSecret: boolean;
  readonly choices: readonly string[];
  /** What holds where it is left out. */
  readonly ifLeftOut: string | undefined;
}

type Schema = Readonly<Record<string, unknown>>;

interface TypeForm {
  readonly settings: Schema;
  readonly secrets: readonly { readonly name: string; readonly required: boolean; readonly schema: Schema }[];
}

/** Longer texts are certificates, keys and templates: they have lines. */
const longestLine = 8192;

function isRecord(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of a type of document, as its JSON Schemas tell them: first those that have to be filled in. */
export function fieldsOf({ settings, secrets }: TypeForm): readonly TypedField[] {
  const { properties, required } = settings;
  const names: readonly unknown[] = Array.isArray(required) ? required : [];
  const own = Object.entries(isRecord(properties) ? properties : {}).map(([name, given]) => {
    const schema = isRecord(given) ? given : {};
    return fieldOf({ name, schema, isRequired: names.includes(name), isSecret: false });
  });
  const sealed = secrets.map(({ name, required: isRequired, schema }) =>
    fieldOf({ name, schema, isRequired, isSecret: true }),
  );
  const all = [...sealed, ...own];
  return [...all.filter(({ isRequired }) => isRequired), ...all.filter(({ isRequired }) => !isRequired)];
}

interface Member {
  readonly name: string;
  readonly schema: Schema;
  readonly isRequired: boolean;
  readonly isSecret: boolean;
}

function fieldOf({ name, schema, isRequired, isSecret }: Member): TypedField {
  const { items } = schema;
  const choices = choicesOf(isRecord(items) ? items : schema);
  const hasDefault = 'default' in schema;
  return {
    name,
    kind: kindOf(schema, choices.length > 0),
    isRequired: isRequired && !hasDefault,
    isSecret,
    choices,
    ifLeftOut: hasDefault ? textOf(schema['default']) : undefined,
  };
}

/** Those of which a value is one. */
function choicesOf({ enum: values }: Schema): readonly string[] {
  return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
}

function kindOf({ type, maxLength, items }: Schema, isChosen: boolean): FieldKind {
  if (isChosen) return type === 'array' ? 'choices' : 'choice';
  switch (type) {
    case 'string':
      return typeof maxLength === 'number' && maxLength > longestLine ? 'long' : 'text';
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'array':
      return isRecord(items) && items['type'] === 'string' ? 'list' : 'json';
    default:
      return 'json';
  }
}

/** What a field holds, of the text that stands in it; undefined where it is left out. Throws SyntaxError for what is no JSON. */
export function valueOf(kind: FieldKind, text: string): unknown {
  if (text.trim() === '') return undefined;
  switch (kind) {
    case 'text':
    case 'long':
    case 'choice':
      return text;
    case 'number':
      return Number(text);
    case 'boolean':
      return text === 'true';
    case 'choices':
    case 'list': {
      const items = listOf(text);
      return items.length > 0 ? items : undefined;
    }
    case 'json':
      return JSON.parse(text);
  }
}

/** The text that stands in a field for a value. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The texts of a list, of the text that stands for it. */
export function listOf(text: string): readonly string[] {
  const items: unknown = text === '' ? [] : JSON.parse(text);
  return Array.isArray(items) ? items.filter((item) => typeof item === 'string') : [];
}

/** What a form begins with. */
export function textsOf(settings: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, textOf(value)]));
}
