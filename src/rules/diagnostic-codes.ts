import type { DiagnosticDoc } from '../base/index.ts';

/** What may be wrong with a file of alert rules, policies and silences. */
export const ruleCodes = {
  'duplicate-rule': { meaning: 'Two rules, policies or tests of a file have the same name.', remedy: 'Rename one.' },
  'empty-rule-file': { meaning: 'The file holds nothing.', remedy: 'Write a rule, a policy or a silence.' },
  'invalid-matcher': {
    meaning: 'A matcher is about nothing, or about two things, or its regular expression cannot be read.',
    remedy: 'Give it `label` or `attribute`, and RE2 where it is compared by `=~`.',
  },
  'invalid-rule': {
    meaning: 'A member of a rule, policy or silence is missing, unknown, or has a value that it cannot have.',
    remedy: 'The message names the member and what is expected.',
  },
  'invalid-schedule': {
    meaning: 'The expression in cron cannot be read, or never comes to pass.',
    remedy: 'Write five fields: minute, hour, day of month, month and day of week.',
  },
  'rule-audit-id-alone': {
    meaning:
      'The groups of a rule are told apart by an audit id, which clients choose, and its statement gives nothing that tells two requests of one id apart: of the second nobody is told.',
    remedy: 'Let the statement give `requestReceivedTimestamp` as well.',
  },
  'rule-member-missing': {
    meaning: 'A rule lacks what another of its members asks for.',
    remedy: 'The message names what is expected.',
  },
  'rule-member-unused': {
    meaning: 'A member has no effect beside the others of the rule.',
    remedy: 'Leave it out, or change the one that the message names.',
  },
  'rule-members-clash': {
    meaning: 'Two members of a rule exclude each other.',
    remedy: 'Leave out one of the two.',
  },
  'rule-name-reserved': {
    meaning: 'The name of a rule begins with `whodunit-`, as those of the server’s own alerts do.',
    remedy: 'Choose another.',
  },
  'rule-syntax': { meaning: 'The file is no YAML or JSON.', remedy: 'Correct it at the place named.' },
  'rule-too-deep': { meaning: 'The file is nested more deeply than is read.', remedy: 'Flatten it.' },
  'rule-too-large': {
    meaning: 'The file is larger than is read, or a map in it has too many members.',
    remedy: 'Put the rules into several files.',
  },
  'rule-too-much-work': {
    meaning:
      'What a rule found takes longer to judge, or more memory, than it may: joins of many rows without `==`, for example.',
    remedy: 'Let the statements do more of it: they give fewer rows then.',
  },
  'rule-window-holes': {
    meaning:
      'The window is shorter than the time between two evaluations: what is received in between is never looked at.',
    remedy: 'Leave `window` out: then it is what was received since the last evaluation.',
  },
  'rule-window-overlap': {
    meaning: 'The window is longer than the time between two evaluations, so some events are looked at more than once.',
    remedy: 'Nothing, where that is meant: a group that goes on firing is told once.',
  },
  'severity-never-reached': {
    meaning: 'A severity stands below one without a condition, which is always taken.',
    remedy: 'Put the one without a condition last.',
  },
  'sls-left-out': {
    meaning: 'A rule of SLS says something that is not taken over.',
    remedy: 'The message says what there is instead.',
  },
  'sls-unknown-logstore': {
    meaning: 'A rule of SLS is about a logstore of no cluster that is known.',
    remedy: 'Write the name of a cluster in its place; the hint lists them.',
  },
  'sls-unsupported': {
    meaning: 'A rule of SLS needs what is not there, such as metrics.',
    remedy: 'The message says what; write the rule as `kind: AlertRule`.',
  },
  'sls-version': {
    meaning: 'A rule of SLS is of another version than 2.0.',
    remedy: 'Save it in the new version of alerting of SLS, and export it again.',
  },
  'time-too-long': { meaning: 'A length of time is beyond what a rule may have.', remedy: 'Write a shorter one.' },
  'unknown-kind': { meaning: 'A document is of no kind that is known.', remedy: 'Correct `kind`.' },
  'unknown-name': {
    meaning: 'A rule names a cluster, a channel or a policy that is not there.',
    remedy: 'Correct the name, or add what it names.',
  },
  'unknown-rule-column': {
    meaning: 'A text of a rule names a column that no query of the rule gives: nothing is filled in.',
    remedy: 'Name it as the statement does.',
  },
  'unknown-time-zone': {
    meaning: 'There is no such time zone.',
    remedy: 'Write an IANA name such as Asia/Shanghai, or an offset such as +0800.',
  },
} as const satisfies Readonly<Record<string, DiagnosticDoc>>;

export type RuleCode = keyof typeof ruleCodes;
