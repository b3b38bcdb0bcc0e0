import { RE2JS } from 're2js';
import { editMembers, foldKey, withMember, withoutBodies } from '../audit/index.ts';
import { cutFields, inFields } from './fields.ts';
import type { RedactRule } from './rules.ts';
import { replaceInTexts } from './texts.ts';

/** What is to be taken out. */
export interface RedactionRules {
  /** Resources whose bodies are cut out. */
  readonly withoutBodies?: readonly string[];
  readonly rules: readonly RedactRule[];
  /** Members of an event, folded, that no rule touches. */
  readonly untouched?: ReadonlySet<string>;
}

/** An event, and what it is about: `pods`, `exec`. */
export interface RedactedEvent {
  readonly bytes: Uint8Array;
  readonly resource: string;
  readonly subresource: string;
}

/** Gives an event with what is to be taken out taken out: the very bytes that came where there is nothing. */
export type Redaction = (event: RedactedEvent) => Uint8Array;

/** Says in the event what was taken out of it. */
const annotation = 'whodunit/redacted';

const none: ReadonlySet<string> = new Set();

/** Makes a redaction. */
export function createRedaction({
  withoutBodies: cut = [],
  rules: given,
  untouched = none,
}: RedactionRules): Redaction {
  const guarded = new Set(cut);
  const rules = given.map((rule) => compile(rule, untouched));
  return ({ bytes: received, resource, subresource }) => {
    const whole = subresource === '' ? resource : `${resource}/${subresource}`;
    const isGuarded = guarded.has(resource) || guarded.has(whole);
    if (rules.length === 0 && !isGuarded) return received;
    const done = new Set<string>();
    let bytes = received;
    if (isGuarded) bytes = cutBodies(bytes, done);
    for (const rule of rules) if (rule.isFor(resource, whole)) bytes = rule.apply(bytes, done);
    return done.size === 0 ? received : annotated(bytes, done);
  };
}

function cutBodies(bytes: Uint8Array, done: Set<string>): Uint8Array {
  const cut = withoutBodies(bytes);
  if (cut.length < bytes.length) done.add('requestObject').add('responseObject');
  return cut;
}

interface CompiledRule {
  isFor(resource: string, whole: string): boolean;
  apply(bytes: Uint8Array, done: Set<string>): Uint8Array;
}

function compile({ resources, fields, pattern }: RedactRule, untouched: ReadonlySet<string>): CompiledRule {
  const wanted = resources && new Set(resources);
  const isFor = (resource: string, whole: string): boolean =>
    wanted === undefined || wanted.has(whole) || wanted.has(resource);
  const paths = fields?.map(foldKey).filter((path) => !untouched.has(path));
  if (pattern === undefined) return { isFor, apply: (bytes, done) => cutFields(bytes, paths ?? [], done) };
  const compiled = RE2JS.compile(pattern);
  const replace = (value: Uint8Array): Uint8Array => replaceInTexts(value, compiled);
  return {
    isFor,
    apply(bytes, done) {
      if (paths !== undefined) return inFields(bytes, paths, replace, done);
      const changed = untouched.size === 0 ? replace(bytes) : replaceBeside(bytes, untouched, replace);
      if (changed !== bytes) done.add('texts by a pattern');
      return changed;
    },
  };
}

/** Replaces in all members of an event but some. The very bytes that came where nothing was replaced. */
function replaceBeside(
  event: Uint8Array,
  untouched: ReadonlySet<string>,
  replace: (value: Uint8Array) => Uint8Array,
): Uint8Array {
  let isChanged = false;
  const { json } = editMembers(event, (name, value) => {
    const replaced = untouched.has(foldKey(name)) ? value : replace(value);
    isChanged ||= replaced !== value;
    return replaced;
  });
  return isChanged ? json : event;
}

/** An event with an annotation that says what was taken out, now and before. */
function annotated(bytes: Uint8Array, done: ReadonlySet<string>): Uint8Array {
  const said = new Set<string>();
  const value = (): Uint8Array => Buffer.from(JSON.stringify([...said, ...done.difference(said)].join(', ')));
  let isSaid = false;
  const event = editMembers(bytes, (name, member) => {
    if (foldKey(name) !== 'annotations') return member;
    // What is no object holds no annotations; of several the last would count.
    if (member[0] !== 0x7b || isSaid) return undefined;
    isSaid = true;
    const others = editMembers(member, (key, other) => {
      if (key !== annotation) return other;
      for (const one of textsIn(other)) said.add(one);
      return undefined;
    });
    return withMember(others, annotation, value());
  });
  if (isSaid) return event.json;
  return withMember(event, 'annotations', withMember({ json: Buffer.from('{}'), kept: 0 }, annotation, value()));
}

/** What was said to be taken out before, on the way in. */
function textsIn(value: Uint8Array): readonly string[] {
  const text: unknown = JSON.parse(Buffer.from(value).toString('utf8'));
  return typeof text === 'string' && text !== '' ? text.split(', ') : [];
}
