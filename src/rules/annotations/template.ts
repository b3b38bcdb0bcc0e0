import type { Result } from '../../base/index.ts';
import { hasMarks, parseTemplate, type Template } from '../../templates/index.ts';
import type { AlertRule, Text } from '../form.ts';

/** A text of a rule in one language. */
export interface AnnotationTemplate {
  readonly name: string;
  readonly language: string;
  /** Where it stands in the rule. */
  readonly path: readonly string[];
  readonly text: string;
  /** What stands as it is, and the fields that are filled in. */
  readonly parts: readonly TemplatePart[];
  /** Of a text with `{{ … }}` or the like: what it says. One that cannot be read is text with fields. */
  readonly template: Result<Template> | undefined;
}

export type TemplatePart = { readonly text: string } | { readonly field: string };

/** Reads the texts of a rule. */
export function readTemplates({ annotations = {} }: Pick<AlertRule, 'annotations'>): readonly AnnotationTemplate[] {
  return Object.entries(annotations).flatMap(([name, value]) =>
    Object.entries(byLanguage(value)).map(([language, text]) => ({
      name,
      language,
      path: ['annotations', name, ...(typeof value === 'string' ? [] : [language])],
      text,
      parts: partsOf(text),
      template: hasMarks(text) ? parseTemplate(text) : undefined,
    })),
  );
}

/** A text by the tag of its language; a plain one stands under `en`. */
export function byLanguage(text: Text): Readonly<Record<string, string>> {
  return typeof text === 'string' ? { en: text } : text;
}

/** Finds the `${field}` of a text. */
export function partsOf(words: string): readonly TemplatePart[] {
  // Split by a pattern with one group: what is between, and the group, in turns.
  return words
    .split(/\$\{([^{}]*)\}/)
    .map((part, index) => (index % 2 === 0 ? { text: part } : { field: part.trim() }))
    .filter((part) => !('text' in part) || part.text !== '');
}
