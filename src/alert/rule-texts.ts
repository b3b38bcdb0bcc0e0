import { type Caller, visibleClusters } from '../access/index.ts';
import { AppError, type Diagnostic, fail, isAccepted, ok, type Result, said, worded } from '../base/index.ts';
import type { Records } from '../records/index.ts';
import { readRuleFile, type ReadRule, type ReadRules } from '../rules/index.ts';
import type { SavedPolicy } from './notify/policies.ts';
import type { SavedSilence } from './notify/silences.ts';
import type { RuleView } from './rule-view.ts';

/** Rules as somebody gives them: YAML or JSON of one document or several, or JSON of SLS. */
export interface RuleText {
  readonly text: string;
  readonly caller: Caller;
  readonly signal: AbortSignal;
}

/** The new text of one rule. */
export interface NewRuleText extends RuleText {
  readonly name: string;
  /** The version that it was made from; left out: whichever there is. */
  readonly basedOn?: number | undefined;
}

/** What was kept of a file. */
export interface AppliedTexts {
  readonly rules: readonly RuleView[];
  readonly policies: readonly SavedPolicy[];
  readonly silences: readonly SavedSilence[];
}

/** What a file says that is to be kept. */
export type GivenTexts = Pick<ReadRules, 'rules' | 'policies' | 'silences'>;

/** Rules as texts, with policies and silences beside them. Everything that is to be said of them has its place there. */
export interface RuleTexts {
  /** What is to be said, statements included. */
  check(given: RuleText): Promise<ReadRules>;
  /** Makes what a text says or changes it: all of it or nothing. Throws the AppError of whatever part of it cannot be kept. */
  apply(given: RuleText): Promise<Result<AppliedTexts>>;
  /** Throws AppError `conflict` where somebody else has changed the rule meanwhile. */
  replace(given: NewRuleText): Promise<Result<RuleView>>;
}

/** Keeps rules that were read and found to be right. */
interface Keeping {
  readonly check: (rules: readonly ReadRule[], given: RuleText) => Promise<readonly Diagnostic[]>;
  readonly find: (name: string, caller: Caller) => Promise<RuleView>;
  /** All of it or nothing. */
  readonly keep: (texts: GivenTexts, given: RuleText) => Promise<AppliedTexts>;
}

/** Makes what takes texts. */
export function createRuleTexts(
  records: Pick<Records, 'clusters' | 'channels' | 'alertPolicies'>,
  { check, find, keep }: Keeping,
): RuleTexts {
  async function read(given: RuleText): Promise<ReadRules> {
    const [clusters, channels, policies] = await Promise.all([
      visibleClusters(records, given.caller),
      records.channels.list(),
      records.alertPolicies.list(),
    ]);
    const file = readRuleFile(given.text, { clusters, channels: namesOf(channels), policies: namesOf(policies) });
    if (!isAccepted(file.diagnostics)) return file;
    return { ...file, diagnostics: [...file.diagnostics, ...(await check(file.rules, given))] };
  }

  async function readAll(given: RuleText): Promise<Result<GivenTexts>> {
    const { rules, policies, silences, diagnostics } = await read(given);
    if (!isAccepted(diagnostics)) return fail(...diagnostics);
    const count = rules.length + policies.length + silences.length;
    return count === 0 ? fail(withoutRules) : ok({ rules, policies, silences }, diagnostics);
  }

  return {
    check: read,
    async apply(given) {
      const texts = await readAll(given);
      return texts.ok ? ok(await keep(texts.value, given), texts.diagnostics) : texts;
    },
    async replace({ name, basedOn, ...given }) {
      const before = await find(name, given.caller);
      if (basedOn !== undefined && basedOn !== before.version)
        throw new AppError('conflict', said`cannot change rule "${name}": somebody else has changed it meanwhile`);
      const texts = await readAll(given);
      if (!texts.ok) return texts;
      const { rules, policies, silences } = texts.value;
      const isOne = rules.length === 1 && rules[0]?.rule.name === name;
      if (!isOne || policies.length + silences.length > 0)
        throw new AppError(
          'bad-request',
          said`cannot change rule "${name}": expected the text of one rule of this name`,
        );
      await keep(texts.value, given);
      return ok(await find(name, given.caller), texts.diagnostics);
    },
  };
}

function namesOf(all: readonly { readonly name: string }[]): readonly string[] {
  return all.map(({ name }) => name);
}

const withoutRules: Diagnostic = {
  code: 'empty-rule-file',
  severity: 'error',
  ...worded(
    said`there is no rule in it: expected a document with \`kind: AlertRule\`, \`AlertPolicy\` or \`Silence\`, or JSON of SLS`,
  ),
  line: 1,
  column: 1,
};
