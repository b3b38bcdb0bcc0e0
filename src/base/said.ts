/**
 * A text for people, taken apart: so that a reader may get it in another language, by its template, filled with the same values.
 * The texts of the page's other languages are found by these templates.
 */
export interface Said {
  /** In English, with `{0}`, `{1}`, … for the values. */
  readonly template: string;
  /** Values as they are, and parts of the sentence, which are taken apart themselves. */
  readonly params: readonly (string | Said)[];
}

/** A text for people; one without values is its own template. */
export type Text = string | Said;

/** Takes a text apart: said`there is no field ${name}`. */
export function said(parts: TemplateStringsArray, ...values: readonly (string | number | Said)[]): Said {
  const template = parts.reduce((whole, part, index) => `${whole}{${index - 1}}${part}`);
  return { template, params: values.map((value) => (typeof value === 'object' ? value : String(value))) };
}

/** A text without values for what takes a string alone, such as a schema: words`expected a port`. */
export function words([text = '']: TemplateStringsArray): string {
  return text;
}

/** What a schema says with values in it, as it is told to `context.addIssue`: whoever reads the issue finds the text in `params`. */
export function issueOf(text: Said): { code: 'custom'; message: string; params: { text: Said } } {
  return { code: 'custom', message: textOf(text), params: { text } };
}

/** Fills the values into a template, or into what a language has in its place. */
export function fillTemplate(template: string, params: readonly string[]): string {
  return template.replaceAll(/\{(\d)\}/g, (slot, index: string) => params[Number(index)] ?? slot);
}

/** The text in English. */
export function textOf(text: Text): string {
  return typeof text === 'string' ? text : fillTemplate(text.template, text.params.map(textOf));
}

/** What a diagnostic says, and what to do about it. */
export interface Wording {
  /** What is wrong, as a sentence without a final stop. */
  readonly message: string;
  /** The message without its values, and these, where it has any. */
  readonly template?: string;
  readonly params?: Said['params'];
  /** What to do about it. */
  readonly hint?: string;
  readonly hintTemplate?: string;
  readonly hintParams?: Said['params'];
}

/** The members of a diagnostic that hold text. */
export function worded(message: Text): Wording;
export function worded(message: Text, hint: Text): Wording & { readonly hint: string };
export function worded(message: Text, hint?: Text): Wording;
export function worded(message: Text, hint?: Text): Wording {
  const said = apart(message);
  const told = { message: textOf(message), ...(said ? { template: said.template, params: said.params } : {}) };
  if (hint === undefined) return told;
  const advised = apart(hint);
  const parts = advised ? { hintTemplate: advised.template, hintParams: advised.params } : {};
  return { ...told, hint: textOf(hint), ...parts };
}

/** What a diagnostic says, as a part of another sentence. */
export function messageOf({ message, template = message, params = [] }: Wording): Said {
  return { template, params };
}

/** What a diagnostic advises, as a text that another may give on. */
export function hintOf({ hint, hintTemplate = hint, hintParams = [] }: Wording): Said | undefined {
  return hintTemplate === undefined ? undefined : { template: hintTemplate, params: hintParams };
}

/** A text that has values. */
function apart(text: Text): Said | undefined {
  return typeof text === 'string' || text.params.length === 0 ? undefined : text;
}
