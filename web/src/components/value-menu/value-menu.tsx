import { Menu } from '@mantine/core';
import { type ReactNode, type Ref, useCallback, useState } from 'react';
import { ValueMenuContext, type MenuPlace, type MenuValue, type OpenValueMenu } from './value-menu-context.ts';
import { ValueMenuItems } from './value-menu-items.tsx';
import { ValueList } from './value-list.tsx';
import styles from './value-menu.module.css';

interface ValueMenuProps {
  readonly query: string;
  readonly onQuery: (query: string) => void;
  /** Counts the values of a field beside the others that are counted. */
  readonly onFacet?: ((field: string) => void) | undefined;
  readonly children: ReactNode;
}

interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** One menu for every value within: what can be done to the query with it, its page, and a copy. */
export function ValueMenu({ query, onQuery, onFacet, children }: ValueMenuProps) {
  const [isOpen, setOpen] = useState(false);
  const [place, setPlace] = useState<Place>({ left: 0, top: 0, width: 0, height: 0 });
  const [values, setValues] = useState<readonly MenuValue[]>([]);
  const open = useCallback<OpenValueMenu>((at, asked) => {
    setPlace(placeOf(at));
    setValues(isList(asked) ? asked : [asked]);
    setOpen(true);
  }, []);
  const [value] = values;
  return (
    <ValueMenuContext value={open}>
      {children}
      <Menu
        opened={isOpen}
        onChange={setOpen}
        position="bottom-start"
        width={264}
        withinPortal={false}
        floatingStrategy="fixed"
        withInitialFocusPlaceholder={false}
      >
        <Menu.Target>
          <Anchor place={place} />
        </Menu.Target>
        <Menu.Dropdown className={styles['menu'] ?? ''}>
          {isOpen && values.length > 1 && <ValueList values={values} onChoose={(chosen) => setValues([chosen])} />}
          {isOpen && value && values.length === 1 && (
            <ValueMenuItems value={value} query={query} onQuery={onQuery} onFacet={onFacet} />
          )}
        </Menu.Dropdown>
      </Menu>
    </ValueMenuContext>
  );
}

/** Stands where the value stands: the menu is placed beside it, and the value itself says that it has one. */
function Anchor({ place, ref }: { readonly place: Place; readonly ref?: Ref<HTMLSpanElement> }) {
  return <span ref={ref} className={styles['anchor']} style={place} aria-hidden />;
}

function placeOf(at: MenuPlace): Place {
  if (!(at instanceof Element)) return { left: at.x, top: at.y, width: 0, height: 0 };
  const { left, top, width, height } = at.getBoundingClientRect();
  return { left, top, width, height };
}

function isList(values: MenuValue | readonly MenuValue[]): values is readonly MenuValue[] {
  return Array.isArray(values);
}
