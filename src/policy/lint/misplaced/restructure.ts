import { type Node, Pair, Scalar, YAMLSeq, isScalar, isSeq } from 'yaml';

import { groupsWith } from '../catalog/resources.ts';
import type { RuleChange } from '../edit/rewrite-rule.ts';
import {
  type Field,
  type Fields,
  filterTexts,
  isFields,
  joinTexts,
  newFields,
  newText,
  textsOf,
} from '../edit/yaml-nodes.ts';
import { fieldsOf, listFields, meaningOf, versionedGroup } from './field-names.ts';

/** Fields of a rule that tell which requests it is for; two of one name both hold. */
const conditions: ReadonlySet<string> = new Set(['users', 'verbs', 'namespaces', 'userGroups']);

/** The fields of one level, by name, in the order in which they are written. */
type Members = Map<string, Field>;

/** One of the entries of a rule's resources, and what stands in it that is the rule's. */
interface Entry {
  readonly members: Members;
  readonly groups: readonly Node[];
  /** Fields of the rule that are written in the entry. */
  readonly lifted: Members;
  readonly like: Fields;
}

/**
 * Writes a rule as its author meant it where fields stand at the wrong level or have another name: what belongs to the rule leaves its
 * resources, what belongs to them goes there, several API groups become an entry each. Entries with conditions of their own become
 * rules of their own, behind each other, as a rule has one list of each. Undefined where nothing is misplaced, or where it could mean
 * several things. No field is left out.
 */
export const restructure: RuleChange = (rule) => {
  try {
    return new Restructuring(rule).rules();
  } catch (error) {
    if (error instanceof Unclear) return undefined;
    throw error;
  }
};

/** The rule may mean several things; caught in `restructure` alone. */
class Unclear extends Error {}

function clear<T>(value: T | undefined): T {
  if (value === undefined) throw new Unclear();
  return value;
}

class Restructuring {
  private readonly rule: Fields;
  private readonly quoted: boolean;
  private hasChanged = false;

  constructor(rule: Fields) {
    this.rule = rule;
    this.quoted = rule.items[0]?.key.type === Scalar.QUOTE_DOUBLE;
  }

  rules(): readonly Fields[] | undefined {
    const pushed: Members = new Map();
    const members = this.sort(this.rule, 'rule', pushed);
    const entries = this.entriesOf(members, pushed);
    if (!this.hasChanged) return undefined;
    const rules = this.regroup(members, entries);
    const [first] = rules;
    // The comments in front of the rule's first field stay in front of the first rule.
    if (first) first.commentBefore ??= this.rule.commentBefore ?? null;
    return rules;
  }

  /** The fields of a level under their own names; what belongs to the other level goes to `elsewhere`. */
  private sort(fields: Fields, level: 'rule' | 'entry', elsewhere: Members): Members {
    const members: Members = new Map();
    for (const field of fields.items) {
      const name = field.key.value;
      if (fieldsOf[level].some((known) => known === name)) {
        this.add(members, name, field);
        continue;
      }
      const meaning = meaningOf(name, level, textsOf(field.value) ?? []);
      if (meaning) this.hasChanged = true;
      if (!meaning) members.set(name, field);
      else this.add(meaning.level === level ? members : elsewhere, meaning.field, field);
    }
    return members;
  }

  /** Adds a field under its right name, joined with one that is there. */
  private add(members: Members, name: string, field: Field): void {
    const before = members.get(name);
    if (before && name === 'resources' && isSeq(before.value) && isSeq(field.value)) {
      before.value.items.push(...field.value.items);
      return;
    }
    const isList = listFields.has(name) || name === 'groups' || (name === 'resources' && textsOf(field.value));
    if (isList && (before || !isSeq(field.value)) && field.value && !isEmptyText(field.value)) {
      const nodes = before ? [before.value, field.value] : [field.value];
      const joined = clear(joinTexts(nodes));
      this.hasChanged = true;
      members.set(name, this.renamed(before ?? field, name, joined));
      return;
    }
    if (before) throw new Unclear();
    members.set(name, field.key.value === name ? field : this.renamed(field, name, field.value));
  }

  private renamed(field: Field, name: string, value: Node | null): Field {
    const key = field.key.clone() as Scalar<string>;
    key.value = name;
    delete key.source;
    return new Pair(key, value);
  }

  private entriesOf(members: Members, pushed: Members): readonly Entry[] {
    const resources = members.get('resources')?.value;
    if (!resources && pushed.size === 0) return [];
    const items: readonly unknown[] = isSeq(resources) ? resources.items : resources ? [resources] : [];
    if (resources && !isSeq(resources)) this.hasChanged = true;
    const names = items.filter((item) => isScalar(item));
    const entries = items.filter((item) => !isScalar(item)).map((item) => this.entryOf(item));
    if (names.length > 0) {
      if (entries.length > 0) throw new Unclear();
      this.hasChanged = true;
      entries.push(...this.entriesOfNames(names, pushed));
    }
    return this.push(entries, pushed);
  }

  private entryOf(item: unknown): Entry {
    if (!isFields(item)) throw new Unclear();
    const lifted: Members = new Map();
    const members = this.sort(item, 'entry', lifted);
    const groups = members.get('groups');
    members.delete('groups');
    if (members.has('resourceNames') && !members.has('resources')) throw new Unclear();
    return { members, groups: groups ? groupNodes(groups.value, members) : [], lifted, like: item };
  }

  /** Names of resources where entries are wanted: those of the groups that the rule names, else each of its own group. */
  private entriesOfNames(names: readonly unknown[], pushed: Members): Entry[] {
    const list = clear(joinTexts(names));
    list.flow = true;
    const like = newFields([], {});
    const entry = (group: string | undefined, keeps: (name: string) => boolean): Entry => {
      const members: Members = new Map();
      if (group !== undefined) members.set('group', this.newField('group', newText(group, true)));
      members.set('resources', this.newField('resources', clear(filterTexts(list, keeps))));
      return { members, groups: [], lifted: new Map(), like };
    };
    if (pushed.has('groups') || pushed.has('group')) return [entry(undefined, () => true)];
    const groupOf = (name: string): string => clear(groupsWith(name.split('/')[0] ?? '')[0]);
    const groups = new Set((textsOf(list) ?? []).map((name) => groupOf(name)));
    return [...groups].map((group) => entry(group, (name) => groupOf(name) === group));
  }

  /** Gives the entries what the rule says of all of them. */
  private push(entries: readonly Entry[], pushed: Members): readonly Entry[] {
    const groups = pushed.get('groups') ?? pushed.get('group');
    const names = pushed.get('resourceNames');
    if (pushed.has('groups') && pushed.has('group')) throw new Unclear();
    if (names && (entries.length === 0 || entries.some(({ members }) => !canTakeNames(members)))) throw new Unclear();
    const targets =
      entries.length > 0 || !groups
        ? entries
        : [
            {
              members: new Map<string, Field>(),
              groups: [],
              lifted: new Map<string, Field>(),
              like: newFields([], {}),
            },
          ];
    const texts = groups ? clear(textsOf(groups.value)) : [];
    const agree = targets.every(
      ({ members }) => texts.length === 1 && textsOf(members.get('group')?.value)?.[0] === texts[0],
    );
    return targets.map((entry) => {
      const members = new Map(entry.members);
      if (names) members.set('resourceNames', names);
      if (!groups || agree) return { ...entry, members };
      if (members.has('group') || entry.groups.length > 0) throw new Unclear();
      return { ...entry, members, groups: groupNodes(groups.value, members) };
    });
  }

  /** Writes the rule anew, once for each set of conditions that its entries have. */
  private regroup(members: Members, entries: readonly Entry[]): Fields[] {
    const sets = new Map<string, Entry[]>();
    for (const entry of entries) {
      const key = JSON.stringify([...entry.lifted].map(([name, { value }]) => [name, textsOf(value)]).toSorted());
      sets.set(key, [...(sets.get(key) ?? []), entry]);
    }
    if (sets.size === 0) sets.set('', []);
    const rules = [...sets.values()].flatMap((set) => {
      const lifted = set[0]?.lifted ?? new Map<string, Field>();
      return this.separate(this.lift(members, lifted), set);
    });
    const [first, ...others] = rules;
    return first ? [first, ...others.map((rule) => rule.clone() as Fields)] : [];
  }

  /** The rule's fields together with those that an entry has for it. */
  private lift(members: Members, lifted: Members): Members {
    const result = new Map(members);
    for (const [name, field] of lifted) {
      const own = members.get(name);
      result.set(name, own ? this.renamed(own, name, meet(name, own.value, field.value)) : field);
    }
    return result;
  }

  /** The rule with its entries; paths, which cannot stand beside them, in a rule of their own. */
  private separate(members: Members, entries: readonly Entry[]): Fields[] {
    const paths = members.get('nonResourceURLs');
    const isEmpty = entries.every((entry) => entry.members.size === 0 && entry.groups.length === 0);
    const rules: Fields[] = [];
    if (!paths || members.has('namespaces') || !isEmpty) {
      const own = new Map(members);
      own.delete('nonResourceURLs');
      if (entries.length > 0) own.set('resources', this.resourcesField(members.get('resources'), entries));
      rules.push(this.write(own));
    }
    if (!paths) return rules;
    const others = [...members].filter(([name]) => name !== 'resources' && name !== 'namespaces');
    return [...rules, this.write(new Map(others))];
  }

  private resourcesField(field: Field | undefined, entries: readonly Entry[]): Field {
    const old = field?.value;
    const list = isSeq(old) ? (old.clone() as YAMLSeq) : new YAMLSeq();
    list.items = entries.flatMap((entry) => this.writeEntry(entry));
    if (this.rule.flow === true) list.flow = true;
    else if (entries.some(({ like }) => like.flow !== true)) delete list.flow;
    return field ? this.renamed(field, 'resources', list) : this.newField('resources', list);
  }

  private writeEntry({ members, groups, like }: Entry): Fields[] {
    const groupless = [...members.values()];
    const shape = { flow: like.flow ?? this.rule.flow };
    if (groups.length === 0) {
      // An entry of nothing but what was the rule's: kube-apiserver takes it for the core group, so that is what it says.
      const fields = groupless.length === 0 ? [this.newField('group', newText('', true))] : groupless;
      return [commented(newFields(fields, shape), like)];
    }
    return groups.map((group, index) => {
      const fields = groupless.map((field) => (index === 0 ? field : field.clone()));
      const entry = newFields([this.newField('group', group), ...fields], shape);
      return index === 0 ? commented(entry, like) : entry;
    });
  }

  /** A rule of the given fields. What came to it stands in front of its resources, where it is seen. */
  private write(members: Members): Fields {
    const known = new Set(this.rule.items.map(({ key }) => key.value));
    const fields = [...members.values()];
    const isLate = ({ key }: Field): boolean => !known.has(key.value) && key.value !== 'resources';
    const late = fields.filter((field) => isLate(field));
    const others = fields.filter((field) => !isLate(field));
    const at = others.findIndex(({ key }) => key.value === 'resources');
    const rule = newFields(at === -1 ? [...others, ...late] : others.toSpliced(at, 0, ...late), this.rule);
    rule.comment = this.rule.comment ?? null;
    return rule;
  }

  private newField(name: string, value: Node): Field {
    return new Pair(newText(name, this.quoted), value);
  }
}

function isEmptyText(node: Node): boolean {
  return isScalar(node) && node.value === '';
}

function canTakeNames(members: Members): boolean {
  return members.has('resources') && !members.has('resourceNames');
}

/** The groups of an entry, one node each; with `group` beside them that one too. */
function groupNodes(value: Node | null, members: Members): readonly Node[] {
  const own = members.get('group')?.value;
  members.delete('group');
  const list = clear(joinTexts(own ? [own, value] : [value]));
  if (list.items.length === 0) throw new Unclear();
  return withoutOwnVersions(list.items).map((item) => newText(item.value, item.type === Scalar.QUOTE_DOUBLE));
}

/**
 * Without the versions of groups that are named beside them, as in the rules of admission webhooks: a policy takes a group of every
 * version, and a version alone would be taken for the core group.
 */
function withoutOwnVersions(groups: readonly Scalar<string>[]): readonly Scalar<string>[] {
  const named = groups.flatMap(({ value }) => (versionedGroup(value) === undefined ? [value] : []));
  return groups.filter(({ value }) => {
    const group = versionedGroup(value);
    return group === undefined || named.length === 0 || (group !== '' && !named.includes(group));
  });
}

function commented(entry: Fields, like: Fields): Fields {
  entry.commentBefore = like.commentBefore ?? null;
  if (like.spaceBefore === true) entry.spaceBefore = true;
  return entry;
}

/** What holds where the rule says one thing and its entry another: both conditions, all stages to omit, the entry's own level. */
function meet(name: string, own: Node | null, lifted: Node | null): Node | null {
  if (name === 'omitStages' || name === 'nonResourceURLs') return clear(joinTexts([own, lifted]));
  if (!conditions.has(name)) return lifted;
  const accepted = new Set(clear(textsOf(own)));
  if (accepted.size === 0) return lifted;
  if (clear(textsOf(lifted)).length === 0) return own;
  const narrower = clear(filterTexts(lifted, (text) => accepted.has(text)));
  const isWhole = narrower.items.length === clear(textsOf(lifted)).length;
  // Somebody may be in a group of each list: that cannot be said by one list unless it lies within the other.
  if (narrower.items.length === 0 || (name === 'userGroups' && !isWhole)) throw new Unclear();
  return narrower;
}
