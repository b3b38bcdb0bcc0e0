import { wallOfInstant } from '../functions/index.ts';
import { lambda, raw, sql, type SqlNode, type Type } from '../types/index.ts';
import type { Emitter } from './emitter.ts';

/**
 * A result value in the form that `decodeRows` reads: bytes as hexadecimal digits, a timestamp with time zone as its wall clock
 * and zone; everything else as it is.
 */
export function transported(emitter: Emitter, value: SqlNode, type: Type): SqlNode {
  if (!needsTransport(type)) return value;
  switch (type.kind) {
    case 'varbinary':
      return sql`lower(hex(${value}))`;
    case 'timestamp':
      return mapped(emitter, value, (name) => {
        const zone = { kind: 'sql', node: sql`assumeNotNull(tupleElement(${name}, 2))` } as const;
        const wall = wallOfInstant(sql`tupleElement(${name}, 1)`, zone, emitter.zones);
        return sql`tuple(${wall}, tupleElement(${name}, 2))`;
      });
    case 'array':
      return mapped(
        emitter,
        value,
        (name) => sql`tuple(${items(emitter, sql`tupleElement(${name}, 1)`, type.element)})`,
      );
    case 'map':
      return mapped(emitter, value, (name) => {
        const keys = items(emitter, sql`tupleElement(${name}, 1)`, type.key);
        return sql`tuple(${keys}, ${items(emitter, sql`tupleElement(${name}, 2)`, type.value)})`;
      });
    case 'row':
      return mapped(emitter, value, (name) => {
        const parts = type.fields.map((field, index) =>
          transported(emitter, sql`tupleElement(${name}, ${index + 1})`, field.type),
        );
        return sql`tuple(${parts})`;
      });
    default:
      return value;
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
function mapped(emitter: Emitter, value: SqlNode, make: (name: SqlNode) => SqlNode): SqlNode {
  const name = emitter.freshName();
  const body = sql`if(isNull(${raw(name)}), NULL, ${make(raw(name))})`;
  return sql`arrayMap(${lambda(name, body)}, [${value}])[1]`;
}

function items(emitter: Emitter, values: SqlNode, type: Type): SqlNode {
  if (!needsTransport(type)) return values;
  const name = emitter.freshName();
  return sql`arrayMap(${lambda(name, transported(emitter, raw(name), type))}, ${values})`;
}
