import { lazy, type ReactNode, Suspense, useCallback } from 'react';
import { type Opener, useOpener } from './use-opener.ts';

const loadBox = () => import('./popover-box.tsx');
const PopoverBox = lazy(async () => ({ default: (await loadBox()).PopoverBox }));

export interface PopoverLook {
  readonly position?: 'bottom-start' | 'bottom-end' | 'right-end';
  readonly width?: number;
  readonly padding?: number;
  readonly children: ReactNode;
}

interface PopoverButtonProps extends PopoverLook {
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  /** Loads what is in it. */
  readonly load: () => Promise<unknown>;
  readonly button: (opener: Opener) => ReactNode;
}

/** A button with a box that opens beside it, which is loaded when somebody comes near, as is what it holds. */
export function PopoverButton({ isOpen, onOpen, load, button, ...look }: PopoverButtonProps) {
  const loadBoth = useCallback(() => Promise.all([loadBox(), load()]), [load]);
  const { opener, target } = useOpener({ kind: 'dialog', isOpen, onOpen, load: loadBoth });
  return (
    <>
      {button(opener)}
      {target && (
        <Suspense>
          <PopoverBox {...look} id={opener.id} target={target} isOpen={isOpen} onOpen={onOpen} />
        </Suspense>
      )}
    </>
  );
}
