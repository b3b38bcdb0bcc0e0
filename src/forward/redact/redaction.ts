import { RE2JS } from 're2js';
import { editMembers, foldKey, withMember, withoutBodies } from '../../audit/index.ts';
import type { StoredEvent } from '../../stream/index.ts';
import { cutFields, inFields } from './fields.ts';
import { guardedBodies, type RedactRule } from './rules.ts';
import { replaceInTexts } from './texts.ts';

/** What is to be taken out. */
export interface RedactionRules {
  /** Of the guarded resources those whose bodies are sent all the same. */
  readonly bodies: readonly string[];
  readonly redact: readonly RedactRule[];
}

/** Gives an event as it may be sent: the very bytes that came where there is nothing to take out. */
export type Redaction = (event: StoredEvent) => StoredEvent;

/** Says in the event what was taken out of it. */
const annotation = 'whodunit/redacted';

/** Makes the redaction of a destination. */
export function createRedaction({ bodies, redact }: RedactionRules): Redaction {
  const guarded = new Set<string>(guardedBodies.filter((resource) => !bodies.includes(resource)));
  const rules = redact.map(compile);
  return (event) => {
    const { resource, subresource } = event;
    const whole = subresource === '' ? resource : `${resource}/${subresource}`;
    const isGuarded = guarded.has(resource) || guarded.has(whole);
    if (rules.length === 0 && !isGuarded) return event;
    const done = new Set<string>();
    let { bytes } = event;
    if (isGuarded) bytes = cutBodies(bytes, done);
    for (const rule of rules) if (rule.isFor(resource, whole)) bytes = rule.apply(bytes, done);
    return done.size === 0 ? event : { ...event, bytes: annotated(bytes, [...done].join(', ')) };
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

function compile({ resources, fields, pattern }: RedactRule): CompiledRule {
  const wanted = resources && new Set(resources);
  const isFor = (resource: string, whole: string): boolean =>
    wanted === undefined || wanted.has(whole) || wanted.has(resource);
  const paths = fields?.map(foldKey);
  if (pattern === undefined) return { isFor, apply: (bytes, done) => cutFields(bytes, paths ?? [], done) };
  const compiled = RE2JS.compile(pattern);
  const replace = (value: Uint8Array): Uint8Array => replaceInTexts(value, compiled);
  return {
    isFor,
    apply(bytes, done) {
      const changed = paths === undefined ? replace(bytes) : inFields(bytes, paths, replace, done);
      if (paths === undefined && changed !== bytes) done.add('texts by a pattern');
      return changed;
    },
  };
}

/** An event with an annotation more, or with another in the place of one that is called so. */
function annotated(bytes: Uint8Array, text: string): Uint8Array {
  const value = Buffer.from(JSON.stringify(text));
  let isSaid = false;
  const event = editMembers(bytes, (name, member) => {
    if (foldKey(name) !== 'annotations') return member;
    // What is no object holds no annotations; of several the last would count.
    if (member[0] !== 0x7b || isSaid) return undefined;
    isSaid = true;
    const others = editMembers(member, (key, other) => (key === annotation ? undefined : other));
    return withMember(others, annotation, value);
  });
  if (isSaid) return event.json;
  return withMember(event, 'annotations', withMember({ json: Buffer.from('{}'), kept: 0 }, annotation, value));
}
