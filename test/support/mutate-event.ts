// Events as an API server would not write them: the cases that make engines and careless readers lose or hide something.
import { createRandom, type Random } from './random.ts';

/** A member of an object as text: its key with quotes, and its value. */
interface Member {
  key: string;
  value: string;
}

/** Splits the text of a JSON object into its members' texts. The object is what an API server wrote, or was made here. */
function membersOf(object: string): Member[] {
  const members: Member[] = [];
  let depth = 0;
  let isString = false;
  let start = 1;
  let colon = -1;
  for (let at = 1; at < object.length; at += 1) {
    const character = object[at];
    if (isString) {
      if (character === '\\') at += 1;
      else if (character === '"') isString = false;
    } else if (character === '"') isString = true;
    else if (character === '{' || character === '[') depth += 1;
    else if ((character === '}' || character === ']') && depth > 0) depth -= 1;
    else if (depth === 0 && character === ':' && colon < 0) colon = at;
    else if (depth === 0 && (character === ',' || character === '}') && colon >= 0) {
      members.push({ key: object.slice(start, colon), value: object.slice(colon + 1, at) });
      start = at + 1;
      colon = -1;
    }
  }
  return members;
}

function objectOf(members: readonly Member[]): string {
  return `{${members.map(({ key, value }) => `${key}:${value}`).join(',')}}`;
}

function set(members: Member[], name: string, value: string): void {
  const key = JSON.stringify(name);
  const found = members.find((member) => member.key === key);
  if (found) found.value = value;
  else members.push({ key, value });
}

function insert(members: Member[], random: Random, member: Member): void {
  members.splice(random.below(members.length + 1), 0, member);
}

function change(members: Member[], name: string, edit: (inner: Member[]) => void): void {
  const found = members.find((member) => member.key === JSON.stringify(name));
  const inner = found?.value.startsWith('{') === true ? membersOf(found.value) : [];
  edit(inner);
  set(members, name, objectOf(inner));
}

/** Strings, as JSON text, that are hard to keep. */
const oddStrings = [
  '"\\ud800"',
  '"\\udc00 alone"',
  '"\\ud83d\\ude00 as a pair"',
  '"a\\u0000b"',
  '"\\u0001\\u001f\\u007f"',
  '"\\/slash"',
  '"\\u0041scii"',
  '"bare & < >"',
  '"\\u0026 \\u003c \\u003e \\u003C"',
  '"line\u2028separator\u2029"',
  '"\\u2028 escaped"',
  '"tab\\t quote\\" back\\\\slash"',
  '"日本語 😀"',
  '"\ufeffmark"',
  '""',
  '" "',
  '"=HYPERLINK(\\"http://evil\\")"',
  '"\\u001b[31mred"',
  '"\' OR 1=1 -- \\\\\' {x:String} % _ * ?"',
] as const;
const oddNumbers = [
  '123456789012345678901234567890',
  '-123456789012345678901234567890',
  '1e400',
  '-1E400',
  '1e-400',
  '18446744073709551615',
  '18446744073709551616',
  '-9223372036854775809',
  '9007199254740993',
  '0.1e1',
  '-0',
  '1.7976931348623157e308',
] as const;
const oddTimes = [
  '"9999-12-31T23:59:59.999999Z"',
  '"0001-01-01T00:00:00Z"',
  '"2026-11-20T18:05:19Z"',
  '"2026-11-20T18:05:19.1Z"',
  '"2026-11-20T18:05:19.123456789Z"',
  '"2026-11-20T20:05:19.123456+02:00"',
  '"2026-02-30T00:00:00.000000Z"',
  '"yesterday"',
  'null',
  '1732125919',
] as const;
const wrongTypes = ['5', 'true', '[]', '{}', '["x"]', '{"a":"b"}', '"text"', 'null', '-1.5e3'] as const;
const textMembers = ['level', 'stage', 'requestURI', 'verb', 'userAgent'] as const;
const allMembers = [
  ...textMembers,
  'user',
  'impersonatedUser',
  'authenticationMetadata',
  'sourceIPs',
  'objectRef',
  'responseStatus',
  'requestObject',
  'responseObject',
  'annotations',
  'metadata',
  'timestamp',
] as const;

function nested(depth: number, random: Random): string {
  return random.below(2) === 0
    ? `${'['.repeat(depth)}"bottom"${']'.repeat(depth)}`
    : `${'{"a":'.repeat(depth)}"bottom"${'}'.repeat(depth)}`;
}

function inAnotherCase(name: string, random: Random): string {
  return name
    .split('')
    .map((letter) => (random.below(2) === 0 ? letter.toUpperCase() : letter.toLowerCase()))
    .join('');
}

/** Each changes the members of an event in one odd way. All leave an event that can be read. */
const mutations = {
  oddText: (event, random) => set(event, random.pick(textMembers), random.pick(oddStrings)),
  oddUser: (event, random) =>
    change(event, 'user', (user) => set(user, random.pick(['username', 'uid']), random.pick(oddStrings))),
  oddObject: (event, random) =>
    change(event, 'objectRef', (ref) =>
      set(
        ref,
        random.pick(['name', 'namespace', 'resource', 'apiGroup', 'subresource', 'uid']),
        random.pick(oddStrings),
      ),
    ),
  oddAnnotation: (event, random) =>
    change(event, 'annotations', (annotations) =>
      insert(annotations, random, { key: random.pick(oddStrings), value: random.pick([...oddStrings, '5', 'null']) }),
    ),
  oddNumber: (event, random) =>
    set(event, random.pick(['requestObject', 'responseObject']), `{"spec":{"n":${random.pick(oddNumbers)}}}`),
  oddBody: (event, random) =>
    set(
      event,
      random.pick(['requestObject', 'responseObject']),
      random.pick([...oddStrings, ...oddNumbers, ...wrongTypes]),
    ),
  oddStatus: (event, random) =>
    change(event, 'responseStatus', (status) => {
      set(status, 'code', random.pick(['0', '200', '-1', '"200"', '2e2', '99999999999', 'null', '{}']));
      set(status, random.pick(['message', 'reason', 'status']), random.pick(oddStrings));
    }),
  oddTime: (event, random) =>
    set(event, random.pick(['stageTimestamp', 'requestReceivedTimestamp']), random.pick(oddTimes)),
  noTime: (event) => {
    event.splice(0, event.length, ...event.filter(({ key }) => key !== '"stageTimestamp"'));
  },
  deep: (event, random) =>
    set(event, 'requestObject', `{"x":${nested(random.pick([198, 199, 200, 201, 1500, 2000]), random)},"y":"after"}`),
  anotherCase: (event, random) => {
    for (const member of event)
      if (random.below(3) === 0 && !member.key.includes('\\'))
        member.key = JSON.stringify(inAnotherCase(String(JSON.parse(member.key)), random));
  },
  anotherCaseInside: (event, random) => {
    for (const name of ['user', 'objectRef', 'responseStatus', 'impersonatedUser'])
      change(event, name, (inner) => {
        for (const member of inner) member.key = JSON.stringify(inAnotherCase(String(JSON.parse(member.key)), random));
      });
  },
  goFolds: (event) => {
    for (const member of event) {
      if (member.key === '"stage"') member.key = '"\u017ftage"';
      if (member.key === '"kind"') member.key = '"\u212aind"';
    }
  },
  escapedKey: (event, random) => {
    const member = random.pick(event);
    const name = String(JSON.parse(member.key));
    member.key = `"\\u${name.charCodeAt(0).toString(16).padStart(4, '0')}${JSON.stringify(name.slice(1)).slice(1)}`;
  },
  repeated: (event, random) => {
    const name = random.pick(textMembers);
    insert(event, random, { key: JSON.stringify(name), value: '"shadowed"' });
    event.push({ key: JSON.stringify(name), value: random.pick(oddStrings) });
  },
  repeatedInBody: (event) =>
    set(event, 'requestObject', '{"spec":{"nodeName":"shown","a":1,"nodeName":"real"},"kind":"Pod","kind":"Node"}'),
  repeatedUser: (event) => {
    event.push({ key: '"user"', value: '{"username":"the last","groups":["g"]}' });
  },
  unknown: (event, random) =>
    insert(event, random, {
      key: random.pick(['"unknown"', '"Unknown"', '"\\ud800"', '""', '"a.b/c"', '"items"']),
      value: random.pick([...oddStrings, ...oddNumbers, ...wrongTypes]),
    }),
  unknownInside: (event, random) =>
    change(event, random.pick(['user', 'objectRef', 'responseStatus', 'impersonatedUser']), (inner) =>
      insert(inner, random, { key: '"unknown"', value: random.pick([...oddStrings, ...oddNumbers, ...wrongTypes]) }),
    ),
  wrongType: (event, random) => set(event, random.pick(allMembers), random.pick(wrongTypes)),
  wrongTypeInside: (event, random) =>
    change(event, 'user', (user) => set(user, random.pick(['username', 'groups', 'extra']), random.pick(wrongTypes))),
  nulls: (event, random) => set(event, random.pick(allMembers), 'null'),
  empties: (event, random) => {
    set(event, random.pick(['annotations', 'objectRef', 'responseStatus', 'user', 'impersonatedUser']), '{}');
    set(event, 'sourceIPs', '[]');
  },
  manyKeys: (event, random) => {
    const count = 49 + random.below(60);
    const keys = Array.from({ length: count }, (_, index) => `"k${index % (count - 1)}":${index}`);
    set(event, 'requestObject', `{${keys.join(',')}}`);
  },
  shuffled: (event, random) => {
    for (let index = event.length - 1; index > 0; index -= 1) {
      const other = random.below(index + 1);
      const [one, two] = [event[index], event[other]];
      if (one && two) [event[index], event[other]] = [two, one];
    }
  },
  oddAuditId: (event, random) =>
    set(
      event,
      'auditID',
      random.pick([
        ...oddStrings.filter((text) => text !== '""'),
        '"chosen-by-the-client"',
        '"00000000-0000-0000-0000-000000000000"',
        '"ABCDEF01-2345-6789-ABCD-EF0123456789"',
        '"abcdef01-2345-6789-abcd-ef012345678"',
      ]),
    ),
  spread: (event, random) => {
    for (const member of event) {
      member.key = `${random.pick(['', ' ', '\n  ', '\t'])}${member.key}${random.pick(['', ' '])}`;
      member.value = `${random.pick(['', ' ', '\r\n'])}${member.value}${random.pick(['', ' '])}`;
    }
  },
} as const satisfies Record<string, (event: Member[], random: Random) => void>;

export type Mutation = keyof typeof mutations;
export const mutationNames = Object.keys(mutations) as readonly Mutation[];

/**
 * Changes an event in one to three odd ways, the same for the same seed. The result can be read; now and then its bytes are
 * no UTF-8.
 */
export function mutateEvent(line: Uint8Array, seed: number, only?: Mutation): Buffer {
  const random = createRandom(seed);
  const members = membersOf(Buffer.from(line).toString('utf8'));
  const names = only ? [only] : Array.from({ length: 1 + random.below(3) }, () => random.pick(mutationNames));
  // Blanks last: the others look for keys as they are usually written.
  for (const name of names.toSorted((left, right) => Number(left === 'spread') - Number(right === 'spread')))
    mutations[name](members, random);
  const bytes = Buffer.from(objectOf(members));
  return random.below(20) === 0 ? spoilUtf8(bytes, random) : bytes;
}

/** Puts a byte that no UTF-8 text holds into a string that is content. */
function spoilUtf8(bytes: Buffer, random: Random): Buffer {
  const at = bytes.indexOf('/api');
  if (at < 0) return bytes;
  return Buffer.concat([
    bytes.subarray(0, at),
    Buffer.from([random.pick([0xff, 0xc3, 0xed, 0x80])]),
    bytes.subarray(at),
  ]);
}
