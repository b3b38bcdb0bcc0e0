import { unreachable } from '../../base/index.ts';
import type { TypeMismatch } from './check-shape.ts';
import { compareGo, goJsonString, goQuote } from './go-text.ts';
import type { Shape } from './shape.ts';
import type { Value } from './value.ts';

/** What encoding/json says about a value of the wrong type (kube-apiserver from 1.23). */
export function encodingJsonMessage(mismatch: TypeMismatch): string {
  const { value, struct, fields, shape } = mismatch;
  if (shape.kind === 'time' && value.kind === 'string') {
    const quoted = goQuote(value.value);
    return `parsing time ${quoted} as "2006-01-02T15:04:05Z07:00": cannot parse ${quoted} as "2006"`;
  }
  return `json: cannot unmarshal ${value.kind} into Go struct field ${struct}.${fields.join('.')} of type ${shape.go}`;
}

const around = { near: 10, far: 50 };

/**
 * What json-iterator says about a value of the wrong type (kube-apiserver up to 1.22), with its excerpt of the JSON that the
 * file becomes. Exact for a file with one such value; a second one mixes json-iterator's words further.
 */
export function jsonIteratorMessage(mismatch: TypeMismatch, root: Value, sorted: boolean): string {
  const { shape, shapes, value, fields } = mismatch;
  const { text, offset } = writeJson(root, value, sorted);
  const bytes = new TextEncoder().encode(text);
  const head = offset + 1;
  const decoder = new TextDecoder();
  const cut = (width: number): string =>
    decoder.decode(bytes.subarray(Math.max(0, head - width), Math.min(bytes.length, head + width)));
  const near = Math.min(around.near, head);
  const found = decoder.decode(bytes.subarray(offset, head));
  const excerpt = `error found in #${near} byte of ...|${cut(around.near)}|..., bigger context ...|${cut(around.far)}|...`;
  return `${decoders(shapes, fields)}${expectation(shape, found)}, ${excerpt}`;
}

function expectation(shape: Shape, found: string): string {
  switch (shape.kind) {
    case 'list':
      return `decode slice: expect [ or n, but found ${found}`;
    case 'struct':
      return `readObjectStart: expect { or n, but found ${found}`;
    case 'map':
      return `ReadMapCB: expect { or n, but found ${found}`;
    case 'bool':
      return `ReadBool: expect t or f, but found ${found}`;
    case 'number':
      return 'readUint64: unexpected character: \uFFFD';
    case 'string':
    case 'time':
    case 'any':
      return `ReadString: expects " or n, but found ${found}`;
    default:
      return unreachable(shape);
  }
}

/** The decoders on the way: a struct's field as `v1.Policy.Rules: `, a list as `[]v1.PolicyRule: `. */
function decoders(shapes: readonly Shape[], fields: readonly string[]): string {
  let text = '';
  let field = 0;
  for (const [index, shape] of shapes.entries()) {
    if (shape.kind === 'struct' && index < shapes.length - 1) {
      const name = fields[field++] ?? '';
      text += `${shape.go}.${goFieldName(name)}: `;
    } else if (shape.kind === 'list') text += `${shape.go}: `;
  }
  return text;
}

function goFieldName(name: string): string {
  if (name === 'metadata') return 'ObjectMeta';
  if (name === 'uid') return 'UID';
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Writes a value as encoding/json does and finds the byte offset at which `wanted` begins. */
function writeJson(root: Value, wanted: Value, sorted: boolean): { text: string; offset: number } {
  let text = '';
  let offset = 0;
  const write = (value: Value): void => {
    if (value === wanted) offset = new TextEncoder().encode(text).length;
    switch (value.kind) {
      case 'null':
        text += 'null';
        return;
      case 'bool':
        text += String(value.value);
        return;
      case 'number':
        text += value.text;
        return;
      case 'string':
        text += goJsonString(value.value);
        return;
      case 'array':
        text += '[';
        for (const [index, item] of value.items.entries()) {
          if (index > 0) text += ',';
          write(item);
        }
        text += ']';
        return;
      case 'object': {
        const members = sorted ? value.members.toSorted((a, b) => compareGo(a.name, b.name)) : value.members;
        text += '{';
        for (const [index, member] of members.entries()) {
          if (index > 0) text += ',';
          text += `${goJsonString(member.name)}:`;
          write(member.value);
        }
        text += '}';
      }
    }
  };
  write(root);
  return { text, offset };
}
