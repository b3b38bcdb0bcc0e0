import { literal, sql, lambda, type SqlNode } from '../types/index.ts';
import { letIn } from './define.ts';

/**
 * The engine reads numbers into 64 bits: it refuses longer ones and forgets how a fraction was written (1.10, 1.0, 1e2). Where
 * that matters, numbers go through it as strings that begin with a mark. So do halves of characters that it refuses.
 */
const numberMark = '\\u0001#';
const halfMark = '\\u0002';

const stringPattern = String.raw`"(?:[^"\\]|\\.)*"`;
const numberPattern = String.raw`-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?`;
/** A number that the engine would print otherwise, where a value may stand. */
const inexactPattern = String.raw`(?:^|[:,\[])\s*(?:-?[0-9]+[.eE]|-0)`;
const surrogatePattern = String.raw`(\\\\)|\\u([dD][89a-fA-F][0-9a-fA-F]{2})`;

function replaced(text: SqlNode, pattern: string, replacement: string): SqlNode {
  return sql`replaceRegexpAll(${text}, ${literal(pattern)}, ${literal(replacement)})`;
}

/**
 * Puts something around group 2 of a pattern where it took part; group 1 stays. The bytes FE and FF are in no UTF-8 text. Marks are two bytes
 * long: on some processors the engine passes over a single byte that something longer is to replace.
 */
function around(text: SqlNode, pattern: string, before: string, after: string): SqlNode {
  const marked = sql`replaceRegexpAll(${text}, ${literal(pattern)}, '\\\\1\\xFF\\xFE\\\\2\\xFE\\xFF')`;
  const kept = sql`replaceAll(${marked}, '\\xFF\\xFE\\xFE\\xFF', '')`;
  return sql`replaceAll(replaceAll(${kept}, '\\xFF\\xFE', ${literal(before)}), '\\xFE\\xFF', ${literal(after)})`;
}

function protect(text: SqlNode): SqlNode {
  const whole = around(text, surrogatePattern, halfMark, '');
  return around(whole, `(${stringPattern})|(${numberPattern})`, `"${numberMark}`, '"');
}

/** JSON text that the engine reads exactly. Where the text is no JSON, this is none either. */
export function readable(text: SqlNode): SqlNode {
  const unsafe = sql`or(match(j, ${literal(inexactPattern)}), not(isValidJSON(j)))`;
  return letIn('j', text, sql`if(${unsafe}, ${protect(sql`j`)}, j)`);
}

/** A raw value that the engine gave as it was written, besides blanks. */
export function asWritten(raw: SqlNode): SqlNode {
  const numbers = replaced(sql`r`, String.raw`"\\u0001#(${numberPattern})"`, String.raw`\1`);
  const halves = replaced(numbers, String.raw`\\u0002[dD]([89a-fA-F][0-9a-fA-F]{2})`, String.raw`\\uD\1`);
  return letIn('r', raw, sql`if(equals(position(r, '\\\\u000'), 0), r, ${halves})`);
}

/** A fraction as Java prints doubles: `100.0`, `1.5E10`. */
function javaFraction(token: SqlNode): SqlNode {
  const number = sql`toFloat64OrZero(${token})`;
  const text = sql`toString(abs(${number}))`;
  const digits = sql`replaceRegexpAll(replaceOne(splitByChar('e', ${text})[1], '.', ''), '^0+|0+$', '')`;
  const whole = sql`toInt32(length(splitByChar('.', splitByChar('e', ${text})[1])[1]))`;
  const zeros = sql`toInt32(length(extract(${text}, '^0[.](0*)')))`;
  const written = sql`toInt32OrZero(replaceOne(splitByChar('e', ${text})[2], '+', ''))`;
  const power = sql`plus(${written}, if(startsWith(${text}, '0.'), minus(-1, ${zeros}), minus(${whole}, 1)))`;
  const scientific = sql`concat(substring(${digits}, 1, 1), '.', if(greater(length(${digits}), 1), substring(${digits}, 2), '0'), 'E', toString(${power}))`;
  const plain = sql`if(equals(position(${text}, '.'), 0), concat(${text}, '.0'), ${text})`;
  const size = sql`abs(${number})`;
  const isPlain = sql`or(equals(${size}, 0), and(greaterOrEquals(${size}, 0.001), less(${size}, 10000000.)))`;
  const signed = sql`concat(if(startsWith(${token}, '-'), '-', ''), if(${isPlain}, ${plain}, ${scientific}))`;
  return sql`if(isInfinite(${number}), if(startsWith(${token}, '-'), '"-Infinity"', '"Infinity"'), ${signed})`;
}

/** A raw value as Trino prints JSON: fractions as Java's doubles, characters beyond 16 bits as two escapes. */
export function canonical(raw: SqlNode): SqlNode {
  const tokens = sql`extractAll(w, ${literal(`(${stringPattern}|-?[0-9][0-9.eE+-]*|[^"0-9-]+)`)})`;
  const token = sql`multiIf(match(t, '^-?[0-9]+[.eE]'), ${javaFraction(sql`t`)}, equals(t, '-0'), '0', t)`;
  const numbers = sql`if(match(w, ${literal(inexactPattern)}), arrayStringConcat(arrayMap(${lambda('t', token)}, ${tokens})), w)`;
  const units = sql`hex(convertCharset(c, 'UTF-8', 'UTF-16BE'))`;
  const escaped = sql`concat('\\\\u', substring(${units}, 1, 4), '\\\\u', substring(${units}, 5, 4))`;
  const wide = sql`arrayStringConcat(arrayMap(${lambda('c', sql`if(equals(length(c), 4), ${escaped}, c)`)}, ngrams(u, 1)))`;
  return letIn('w', asWritten(raw), letIn('u', numbers, sql`if(match(u, '[\\\\x{10000}-\\\\x{10FFFF}]'), ${wide}, u)`));
}
