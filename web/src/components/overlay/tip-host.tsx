import { lazy, Suspense, useEffect, useState } from 'react';

const loadBox = () => import('./tip-box.tsx');
const TipBox = lazy(async () => ({ default: (await loadBox()).TipBox }));

const usualDelay = 350;

interface Shown {
  readonly target: HTMLElement;
  readonly text: string;
  readonly side: 'top' | 'right';
}

/** Shows the tip of what the pointer rests on; once, round every page. What places it is loaded when the first is asked for. */
export function TipHost() {
  const [shown, setShown] = useState<Shown>();
  useEffect(() => {
    let timer = 0;
    let at: HTMLElement | null = null;
    const hide = (): void => {
      window.clearTimeout(timer);
      setShown(undefined);
    };
    const show = (target: HTMLElement): void => {
      const { tip: text = '', tipSide } = target.dataset;
      const side = tipSide === 'right' ? 'right' : 'top';
      // Where it cannot be loaded there is no tip.
      loadBox().then(
        () => {
          if (at === target && target.isConnected && text !== '') setShown({ target, text, side });
        },
        () => undefined,
      );
    };
    const onOver = (event: PointerEvent): void => {
      // A finger does not rest above anything.
      const isPointed = event.pointerType === 'mouse' && event.target instanceof Element;
      const found = isPointed ? event.target.closest<HTMLElement>('[data-tip]') : null;
      if (found === at) return;
      at = found;
      hide();
      if (!found) return;
      void loadBox().catch(() => undefined);
      timer = window.setTimeout(() => show(found), Number(found.dataset['tipDelay'] ?? usualDelay));
    };
    /** The pointer has left the window, which no other element tells. */
    const onOut = (event: PointerEvent): void => {
      if (event.relatedTarget !== null) return;
      at = null;
      hide();
    };
    document.addEventListener('pointerover', onOver);
    document.addEventListener('pointerout', onOut);
    for (const type of hiding) document.addEventListener(type, hide, true);
    return () => {
      hide();
      document.removeEventListener('pointerover', onOver);
      document.removeEventListener('pointerout', onOut);
      for (const type of hiding) document.removeEventListener(type, hide, true);
    };
  }, []);
  return <Suspense>{shown && <TipBox {...shown} />}</Suspense>;
}

/** Whoever acts has read it. */
const hiding = ['pointerdown', 'keydown'] as const;
