import type { Extension } from '@codemirror/state';
import { hoverTooltip } from '@codemirror/view';

/** Shows a function's signatures, its meaning and an example where the pointer rests on it. */
export function functionHover(language: () => 'en' | 'zh' | 'ja'): Extension {
  return hoverTooltip(async (view, at) => {
    const text = view.state.doc.toString();
    if (!text.includes('|')) return null;
    const { functionHelp } = await import('./completion-language.ts');
    const help = functionHelp(text, at, language());
    if (!help) return null;
    return {
      pos: help.from,
      end: help.to,
      create() {
        const dom = document.createElement('div');
        dom.className = 'cm-help';
        for (const [name, content] of [
          ['code', help.signatures],
          ['p', help.doc],
          ['code', help.example],
        ] as const) {
          const line = document.createElement(name);
          line.textContent = content;
          dom.append(line);
        }
        return { dom };
      },
    };
  });
}
