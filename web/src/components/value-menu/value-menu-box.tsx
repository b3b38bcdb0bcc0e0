import { Menu } from '@mantine/core';
import type { Ref } from 'react';
import { useOpened } from '../overlay/use-opened.ts';
import type { MenuValue } from './value-menu-context.ts';
import { ValueMenuItems } from './value-menu-items.tsx';
import { ValueList } from './value-list.tsx';
import styles from './value-menu-box.module.css';

export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface ValueMenuBoxProps {
  readonly place: Place;
  /** More than one: the menu first asks which. */
  readonly values: readonly MenuValue[];
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  readonly onChoose: (value: MenuValue) => void;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly onFacet: ((field: string) => void) | undefined;
}

/** The menu of a value, where the value stands. */
export function ValueMenuBox(props: ValueMenuBoxProps) {
  const { place, values, isOpen, onOpen, onChoose, query, onQuery, onFacet } = props;
  const opened = useOpened(isOpen);
  const [value] = values;
  return (
    <Menu
      opened={opened}
      onChange={onOpen}
      position="bottom-start"
      width={264}
      withinPortal={false}
      floatingStrategy="fixed"
    >
      <Menu.Target>
        <Anchor place={place} />
      </Menu.Target>
      <Menu.Dropdown className={styles['menu'] ?? ''}>
        {opened && values.length > 1 && <ValueList values={values} onChoose={onChoose} />}
        {opened && value && values.length === 1 && (
          <ValueMenuItems value={value} query={query} onQuery={onQuery} onFacet={onFacet} />
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Stands where the value stands: the menu is placed beside it, and the value itself says that it has one. */
function Anchor({ place, ref }: { readonly place: Place; readonly ref?: Ref<HTMLSpanElement> }) {
  return <span ref={ref} className={styles['anchor']} style={place} aria-hidden />;
}
