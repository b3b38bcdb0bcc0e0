import type { LinkProps } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { type Opener, useOpener } from './use-opener.ts';

const loadBox = () => import('./menu-box.tsx');
const MenuBox = lazy(async () => ({ default: (await loadBox()).MenuBox }));

/** What can be chosen: it does something, or leads somewhere. */
export interface MenuEntry {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly mark?: ReactNode;
  readonly lang?: string;
  readonly isDisabled?: boolean;
  readonly link?: LinkProps;
  readonly onChoose?: () => void;
}

export interface MenuLook {
  readonly title?: string;
  readonly entries: readonly MenuEntry[];
  readonly position?: 'bottom-end' | 'top-end';
  readonly width?: number;
}

interface MenuButtonProps extends MenuLook {
  readonly button: (opener: Opener) => ReactNode;
}

/** A button with a menu, which is loaded when somebody comes near. */
export function MenuButton({ button, ...look }: MenuButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const { opener, target } = useOpener({ kind: 'menu', isOpen, onOpen: setOpen, load: loadBox });
  return (
    <>
      {button(opener)}
      {target && (
        <Suspense>
          <MenuBox {...look} id={opener.id} target={target} isOpen={isOpen} onOpen={setOpen} />
        </Suspense>
      )}
    </>
  );
}
