import { cutText, said, textOf, words } from '../../base/index.ts';
import { fillTemplate, type TemplateLanguage } from '../../templates/index.ts';
import type { CompiledRule } from '../evaluate/index.ts';
import { type Caused, createColumnFinder, type Names, namesFor } from './names.ts';
import { type AnnotationTemplate, partsOf, readTemplates, type TemplatePart } from './template.ts';

/** The texts of a rule for one cause. */
export interface FilledAnnotations {
  /** By language, then by name. A plain text stands under `en`. */
  readonly annotations: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What could not be filled in, for people. The text has nothing in its place. */
  readonly faults: readonly string[];
}

/** Fills in the texts of a rule for one cause after the other, and takes a bounded time for all of them. */
export type FillAnnotations = (change: Caused) => FilledAnnotations;

/** Characters of a text with what is filled in, and of all texts of a cause. */
const maxTextLength = 16 << 10;
const maxCauseLength = 256 << 10;
/** What all causes of an evaluation take: parts of texts, steps of templates, and lengths of sixteen characters. Ordinary texts of a thousand causes take a tenth of it. */
const maxSteps = 2_000_000;
const stepLength = 16;
/** Of one template, and of all of a cause. */
const templateSteps = 2500;
const causeSteps = 10_000;
const maxFaults = 20;

/**
 * Makes what fills `${column}` of each text with the first row of what changed, its labels, its counts, and `alert_id`, `alert_name` and `severity`;
 * and runs its `{{ … }}`, which have the same names, and `alert` with all rows. What is filled in is never read as a part of the text. What
 * fails is left out and named. Where there are no rows, since there is no data or something is over, columns that are no labels are left empty.
 */
export function createFiller(compiled: CompiledRule): FillAnnotations {
  const templates = readTemplates(compiled.rule);
  const parts = templates.reduce((sum, template) => sum + template.parts.length, 0);
  const columnOf = createColumnFinder();
  let steps = 0;
  return (change) => {
    steps += parts;
    if (steps > maxSteps)
      return { annotations: {}, faults: [words`the texts are too long to be filled in for so many alerts`] };
    const names = namesFor(compiled, change, columnOf);
    const faults = new Set<string>();
    const annotations: Record<string, Record<string, string>> = {};
    let left = maxCauseLength;
    let stepsLeft = causeSteps;
    for (const template of templates) {
      const { name, language } = template;
      const filled = fillIn(template, names, Math.min(templateSteps, stepsLeft));
      // What is over has no rows: nothing is wrong where a text names what only they have.
      if (change.group) for (const fault of filled.faults) faults.add(textOf(said`annotation "${name}": ${fault}`));
      const most = Math.min(maxTextLength, left);
      const kept = cutText(filled.text, most);
      if (kept.cut) faults.add(textOf(said`annotation "${name}" is longer than ${most} characters`));
      left -= kept.text.length;
      stepsLeft -= filled.steps;
      steps += filled.steps + kept.text.length / stepLength;
      annotations[language] = { ...annotations[language], [name]: kept.text };
    }
    return { annotations, faults: [...faults].slice(0, maxFaults) };
  };
}

/** What was made of a text, what could not be filled in, and the steps that its template took. */
interface FilledText {
  readonly text: string;
  readonly faults: readonly string[];
  readonly steps: number;
}

function fillIn({ parts, template, language }: AnnotationTemplate, names: Names, maxSteps: number): FilledText {
  const faults: string[] = [];
  const noColumn = (field: string): void => void faults.push(textOf(said`there is no column "${field}"`));
  const plain = (some: readonly TemplatePart[]): string =>
    fillParts(some, (field) => names.look(field, language), noColumn);
  if (!template?.ok) {
    faults.push(...(template?.diagnostics ?? []).map(({ message }) => message));
    return { text: plain(parts), faults, steps: 0 };
  }
  const steps = { left: maxSteps };
  const filled = fillTemplate(template.value, names.variables(language), {
    language: languageOf(language),
    plain: (words) => plain(partsOf(words)),
    onMissing: noColumn,
    steps,
  });
  faults.push(...filled.problems.map(({ message }) => message));
  return { text: filled.text, faults, steps: maxSteps - Math.max(0, steps.left) };
}

function fillParts(
  parts: readonly TemplatePart[],
  look: (field: string) => string | undefined,
  noColumn: (field: string) => void,
): string {
  let text = '';
  for (const part of parts) {
    if ('text' in part) text += part.text;
    else {
      const value = look(part.field);
      if (value === undefined) noColumn(part.field);
      else text += value;
    }
    // One more than is kept tells that there is more.
    if (text.length > maxTextLength) break;
  }
  return text;
}

function languageOf(language: string): TemplateLanguage {
  return language === 'zh-CN' || language === 'ja' ? language : 'en';
}
