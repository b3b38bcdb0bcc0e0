import { type Diagnostic, fail, ok, type Result, type Span, unreachable, said } from '../base/index.ts';
import type { Block, Expression, Template } from './ast.ts';
import { functions, type TemplateLanguage } from './functions/index.ts';
import { maxSteps, maxTextLength } from './limits.ts';
import { operate } from './operate.ts';
import { diagnosticOf, TemplateProblem } from './problem.ts';
import { type Fail, isDict, isList, isTrue, memberOf, SafeText, textOf } from './values.ts';

export interface RenderOptions {
  /** Of what functions say in words. Left out: en. */
  readonly language?: TemplateLanguage | undefined;
  /**
   * Makes of what is filled in a text that is safe where it stands, such as the inside of a JSON string. Lists and dicts come as JSON
   * (`isJson`). What the template says stays as it is, and so does what a function of `trusted` made.
   */
  readonly escape?: ((text: string, isJson: boolean) => string) | undefined;
  /** Those of `to_json`, `quote` and the `escape_` functions that make a text safe where it stands. */
  readonly trusted?: readonly string[] | undefined;
  /** Makes of what the template says outside of its marks what is written. Left out: it stays as it is. */
  readonly plain?: ((text: string) => string) | undefined;
  /** Is told each name that the template asks for and that there is not. */
  readonly onMissing?: ((name: string) => void) | undefined;
  /** Left out: each template has `maxSteps` of its own. */
  readonly steps?: Steps | undefined;
}

/** Steps that templates which are filled in one after the other have together. */
export interface Steps {
  left: number;
}

/**
 * Fills in a template. What does not exist is the empty text; what goes wrong is a diagnostic with its place, and nothing of what was filled in
 * before is given: whoever sends has a text of its own for that. Time and size are bounded, whatever the template and the values.
 */
export function renderTemplate(
  template: Template,
  variables: Readonly<Record<string, unknown>>,
  options: RenderOptions = {},
): Result<string> {
  const renderer = new Renderer(options);
  try {
    renderer.render(template.blocks, variables);
    return ok(renderer.text);
  } catch (error) {
    return fail(diagnosticOf(error, template.text));
  }
}

/** What could be filled in of a template, and what could not. */
export interface Filled {
  readonly text: string;
  readonly problems: readonly Diagnostic[];
}

/** Fills in what can be: of a mark or block that fails there is what it wrote until then, and what follows goes on. */
export function fillTemplate(
  template: Template,
  variables: Readonly<Record<string, unknown>>,
  options: RenderOptions = {},
): Filled {
  const renderer = new Renderer(options);
  const problems: Diagnostic[] = [];
  for (const block of template.blocks) {
    try {
      renderer.render([block], variables);
    } catch (error) {
      const problem = diagnosticOf(error, template.text);
      problems.push(problem);
      // Nothing that follows has a step left.
      if (problem.code === 'template-too-slow') break;
    }
  }
  return { text: renderer.text, problems };
}

type Scope = Readonly<Record<string, unknown>>;

class Renderer {
  readonly #options: RenderOptions;
  readonly #steps: Steps;
  readonly #parts: string[] = [];
  #length = 0;

  constructor(options: RenderOptions) {
    this.#options = options;
    this.#steps = options.steps ?? { left: maxSteps };
  }

  /** What was written. */
  get text(): string {
    return this.#parts.join('');
  }

  render(blocks: readonly Block[], scope: Scope): void {
    for (const block of blocks) {
      switch (block.kind) {
        case 'text':
          this.#write(this.#options.plain?.(block.text) ?? block.text, { from: 0, to: 0 });
          break;
        case 'output':
          this.#output(block.value, scope, block);
          break;
        case 'if': {
          const taken = block.cases.find(({ test }) => isTrue(this.#value(test, scope)));
          this.render(taken ? taken.body : block.otherwise, scope);
          break;
        }
        case 'for':
          this.#loop(block, scope);
          break;
        default:
          unreachable(block);
      }
    }
  }

  #output(expression: Expression, scope: Scope, span: Span): void {
    const value = this.#value(expression, scope);
    const text = textOf(value, failAt(span));
    const { escape, trusted = [] } = this.#options;
    const isSafe = escape === undefined || (value instanceof SafeText && trusted.includes(value.by));
    this.#write(isSafe ? text : escape(text, isList(value) || isDict(value)), span);
  }

  #write(text: string, span: Span): void {
    this.#step(span, text.length);
    this.#length += text.length;
    if (this.#length > maxTextLength)
      throw new TemplateProblem(
        'template-too-long',
        span,
        said`what is filled in has at most ${maxTextLength} characters`,
      );
    this.#parts.push(text);
  }

  #loop(block: Block & { readonly kind: 'for' }, scope: Scope): void {
    const over = this.#value(block.over, scope);
    const items = isDict(over) ? Object.keys(over) : isList(over) ? over : [];
    if (items.length === 0) this.render(block.otherwise, scope);
    for (const [index, item] of items.entries()) {
      this.#step(block, 0);
      const [only] = block.names;
      const names =
        block.names.length === 1 && only !== undefined
          ? [[only, item]]
          : block.names.map((name, place) => [name, memberOf(item, place)]);
      const loop = {
        index: index + 1,
        index0: index,
        first: index === 0,
        last: index === items.length - 1,
        length: items.length,
      };
      this.render(block.body, { ...scope, loop, ...Object.fromEntries(names) });
    }
  }

  /** Work on long texts is more than one step. */
  #step(span: Span, length: number): void {
    this.#steps.left -= 1 + Math.floor(length / 1000);
    if (this.#steps.left < 0)
      throw new TemplateProblem(
        'template-too-slow',
        span,
        said`it takes more steps than it may: loop over fewer things`,
      );
  }

  #value(expression: Expression, scope: Scope): unknown {
    this.#step(expression, 0);
    switch (expression.kind) {
      case 'constant':
        return expression.value;
      case 'name':
        return this.#variable(expression.name, scope);
      case 'list':
        return expression.items.map((item) => this.#value(item, scope));
      case 'dict': {
        const fail = failAt(expression);
        const entries = expression.entries.map(
          ([key, value]) => [textOf(this.#value(key, scope), fail), this.#value(value, scope)] as const,
        );
        return Object.fromEntries(entries);
      }
      case 'member': {
        const key = this.#value(expression.key, scope);
        return memberOf(this.#value(expression.of, scope), key instanceof SafeText ? key.text : key);
      }
      case 'call':
        return this.#call(expression, scope);
      case 'not':
        return !isTrue(this.#value(expression.of, scope));
      case 'negative': {
        const value = this.#value(expression.of, scope);
        return typeof value === 'number' ? -value : failAt(expression)(said`"-" takes a number`);
      }
      case 'logic': {
        const left = this.#value(expression.left, scope);
        const isDecided = isTrue(left) === (expression.operator === 'or');
        return isDecided ? left : this.#value(expression.right, scope);
      }
      case 'binary':
        return this.#binary(expression, scope);
      case 'choice': {
        const taken = isTrue(this.#value(expression.test, scope)) ? expression.yes : expression.no;
        return taken && this.#value(taken, scope);
      }
      default:
        return unreachable(expression);
    }
  }

  #variable(name: string, scope: Scope): unknown {
    if (Object.hasOwn(scope, name)) return scope[name];
    this.#options.onMissing?.(name);
    return undefined;
  }

  #binary(expression: Expression & { readonly kind: 'binary' }, scope: Scope): unknown {
    const left = this.#value(expression.left, scope);
    const right = this.#value(expression.right, scope);
    for (const value of [left, right]) this.#step(expression, sizeOf(value));
    return this.#checked(operate(expression.operator, left, right, failAt(expression)), expression);
  }

  #call(expression: Expression & { readonly kind: 'call' }, scope: Scope): unknown {
    const given = expression.arguments.map((one) => this.#value(one, scope));
    for (const value of given) this.#step(expression, sizeOf(value));
    const plain = given.map((value) => (value instanceof SafeText ? value.text : value));
    const fail = failAt(expression);
    if (expression.isMethod) return methodOf(expression.name, plain[0]);
    const found = functions.get(expression.name);
    if (!found) return fail(said`there is no function "${expression.name}"`);
    const context = { fail, language: this.#options.language ?? 'en' };
    const value = this.#checked(found.run(plain, context), expression);
    return found.isSafe === true && typeof value === 'string' ? new SafeText(value, expression.name) : value;
  }

  #checked(value: unknown, span: Span): unknown {
    const size = sizeOf(value);
    if (size > maxTextLength)
      throw new TemplateProblem('template-too-long', span, said`a text has at most ${maxTextLength} characters`);
    this.#step(span, size);
    return value;
  }
}

function sizeOf(value: unknown): number {
  if (value instanceof SafeText) return value.text.length;
  return typeof value === 'string' || isList(value) ? value.length : 0;
}

function failAt(span: Span): Fail {
  return (message) => {
    throw new TemplateProblem('template-failed', span, message);
  };
}

function methodOf(name: string, value: unknown): unknown {
  if (!isDict(value)) return [];
  if (name === 'keys') return Object.keys(value);
  return name === 'values' ? Object.values(value) : Object.entries(value);
}
