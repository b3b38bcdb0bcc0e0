import type { Type } from '../types/index.ts';
import type { Emitter } from './emitter.ts';
import { wallOfInstant } from '../functions/index.ts';

/**
 * Prints a result value in the form that `decodeRows` reads: bytes as hexadecimal digits, a timestamp with time zone as its wall
 * clock and zone; everything else as it is.
 */
export function transportSql(emitter: Emitter, text: string, type: Type): string {
  if (!needsTransport(type)) return text;
  switch (type.kind) {
    case 'varbinary':
      return `lower(hex(${text}))`;
    case 'timestamp': {
      const name = emitter.freshName();
      const wall = wallOfInstant(
        `tupleElement(${name}, 1)`,
        { kind: 'sql', text: `assumeNotNull(tupleElement(${name}, 2))` },
        emitter.zones,
      );
      return mapped(name, `tuple(${wall}, tupleElement(${name}, 2))`, text);
    }
    case 'array': {
      const name = emitter.freshName();
      return nested(text, `tuple(${list(emitter, `tupleElement(${name}, 1)`, type.element)})`, name);
    }
    case 'map': {
      const name = emitter.freshName();
      const keys = list(emitter, `tupleElement(${name}, 1)`, type.key);
      return nested(text, `tuple(${keys}, ${list(emitter, `tupleElement(${name}, 2)`, type.value)})`, name);
    }
    case 'row': {
      const name = emitter.freshName();
      const parts = type.fields.map((field, index) =>
        transportSql(emitter, `tupleElement(${name}, ${index + 1})`, field.type),
      );
      return nested(text, `tuple(${parts.join(', ')})`, name);
    }
    default:
      return text;
  }
}

function needsTransport(type: Type): boolean {
  switch (type.kind) {
    case 'varbinary':
      return true;
    case 'timestamp':
      return type.zone;
    case 'array':
      return needsTransport(type.element);
    case 'map':
      return needsTransport(type.key) || needsTransport(type.value);
    case 'row':
      return type.fields.some((field) => needsTransport(field.type));
    default:
      return false;
  }
}

/** Computes something of a value that is named once. */
function mapped(name: string, body: string, value: string): string {
  return `arrayMap(${name} -> if(isNull(${name}), NULL, ${body}), [${value}])[1]`;
}

function nested(value: string, body: string, name: string): string {
  return mapped(name, body, value);
}

function list(emitter: Emitter, items: string, type: Type): string {
  if (!needsTransport(type)) return items;
  const name = emitter.freshName();
  return `arrayMap(${name} -> ${transportSql(emitter, name, type)}, ${items})`;
}
