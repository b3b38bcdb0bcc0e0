import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { tags } from '@lezer/highlight';

/** The colours of YAML, out of the page's palette. */
export const yamlHighlighting = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--syntax-field)' },
    { tag: tags.string, color: 'var(--syntax-string)' },
    { tag: [tags.number, tags.bool, tags.null], color: 'var(--syntax-number)' },
    { tag: tags.comment, color: 'var(--ink-mute)', fontStyle: 'italic' },
    { tag: [tags.punctuation, tags.separator], color: 'var(--ink-mute)' },
  ]),
);
