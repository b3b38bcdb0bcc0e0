import type { Span } from '../../base/index.ts';
import { compareGo } from './go-text.ts';
import type { Shape } from './shape.ts';
import type { Member, Value } from './value.ts';

/** A field that the type does not have. */
export interface UnknownField {
  readonly path: string;
  readonly name: string;
  /** The names that the type has. */
  readonly known: readonly string[];
  readonly at: Span;
}

/** A value of the wrong type; `steps` is the way down to it, for the messages of both decoders. */
export interface TypeMismatch {
  readonly path: string;
  /** The Go struct that holds the field. */
  readonly struct: string;
  /** Names of fields on the way, without indexes. */
  readonly fields: readonly string[];
  readonly shape: Shape;
  /** Shapes from the policy down to `shape`. */
  readonly shapes: readonly Shape[];
  readonly value: Value;
}

export interface ShapeReport {
  readonly unknown: readonly UnknownField[];
  readonly mismatches: readonly TypeMismatch[];
}

interface Place {
  readonly path: string;
  readonly struct: string;
  readonly fields: readonly string[];
  readonly shapes: readonly Shape[];
}

/**
 * Compares a value with a shape in the order in which kube-apiserver decodes: members sorted by name where the file is YAML
 * (it goes through JSON), as written where it is JSON. Null fits everywhere, as in Go.
 */
export function checkShape(value: Value, shape: Shape, sorted: boolean): ShapeReport {
  const unknown: UnknownField[] = [];
  const mismatches: TypeMismatch[] = [];
  const visit = (value: Value, shape: Shape, place: Place): void => {
    if (value.kind === 'null' || shape.kind === 'any') return;
    const shapes = [...place.shapes, shape];
    if (value.kind === 'array' && shape.kind === 'list') {
      for (const [index, item] of value.items.entries())
        visit(item, shape.item, { ...place, shapes, path: `${place.path}[${index}]` });
      return;
    }
    if (value.kind === 'object' && (shape.kind === 'struct' || shape.kind === 'map')) {
      for (const member of sorted ? sortMembers(value.members) : value.members) {
        const path = place.path === '' ? member.name : `${place.path}.${member.name}`;
        const field = shape.kind === 'map' ? shape.item : shape.fields.get(member.name);
        if (field && shape.kind === 'map') visit(member.value, field, { ...place, shapes, path });
        else if (field && shape.kind === 'struct')
          visit(member.value, field, { path, struct: shape.name, fields: [...place.fields, member.name], shapes });
        else if (shape.kind === 'struct')
          unknown.push({ path, name: member.name, known: [...shape.fields.keys()], at: member.key });
      }
      return;
    }
    if (!fits(value, shape)) mismatches.push({ ...place, shape, shapes, value });
  };
  visit(value, shape, { path: '', struct: '', fields: [], shapes: [] });
  return { unknown, mismatches };
}

function sortMembers(members: readonly Member[]): readonly Member[] {
  return members.toSorted((a, b) => compareGo(a.name, b.name));
}

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[-+]\d\d:\d\d)$/;

function fits(value: Value, shape: Shape): boolean {
  if (shape.kind === 'time') return value.kind === 'string' && rfc3339.test(value.value);
  return value.kind === shape.kind;
}
