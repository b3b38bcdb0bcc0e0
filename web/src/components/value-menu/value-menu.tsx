import { lazy, type ReactNode, Suspense, useCallback, useState } from 'react';
import { usePrepared } from '../overlay/use-prepared.ts';
import type { Place } from './value-menu-box.tsx';
import { type MenuPlace, type MenuValue, type OpenValueMenu, ValueMenuContext } from './value-menu-context.ts';

const loadBox = () => import('./value-menu-box.tsx');
const ValueMenuBox = lazy(async () => ({ default: (await loadBox()).ValueMenuBox }));

interface ValueMenuProps {
  readonly query: string;
  readonly onQuery: (query: string) => void;
  /** Counts the values of a field beside the others that are counted. */
  readonly onFacet?: ((field: string) => void) | undefined;
  readonly children: ReactNode;
}

/** One menu for every value within: what can be done to the query with it, its page, and a copy. */
export function ValueMenu({ query, onQuery, onFacet, children }: ValueMenuProps) {
  const [isOpen, setOpen] = useState(false);
  const [asked, setAsked] = useState<{ readonly place: Place; readonly values: readonly MenuValue[] }>();
  const open = useCallback<OpenValueMenu>((at, values) => {
    const place = placeOf(at);
    // Where it cannot be loaded nothing opens, and the next click tries again.
    loadBox().then(
      () => {
        setAsked({ place, values: isList(values) ? values : [values] });
        setOpen(true);
      },
      () => undefined,
    );
  }, []);
  usePrepared(loadBox);
  return (
    <ValueMenuContext value={open}>
      {children}
      <Suspense>
        {asked && (
          <ValueMenuBox
            {...asked}
            isOpen={isOpen}
            onOpen={setOpen}
            onChoose={(value) => setAsked({ ...asked, values: [value] })}
            query={query}
            onQuery={onQuery}
            onFacet={onFacet}
          />
        )}
      </Suspense>
    </ValueMenuContext>
  );
}

function placeOf(at: MenuPlace): Place {
  if (!(at instanceof Element)) return { left: at.x, top: at.y, width: 0, height: 0 };
  const { left, top, width, height } = at.getBoundingClientRect();
  return { left, top, width, height };
}

function isList(values: MenuValue | readonly MenuValue[]): values is readonly MenuValue[] {
  return Array.isArray(values);
}
