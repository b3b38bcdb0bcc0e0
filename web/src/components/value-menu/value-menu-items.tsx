import { Menu } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import {
  IconArrowUpRight,
  IconCopy,
  IconEqual,
  IconEqualNot,
  IconLayoutSidebar,
  IconPlus,
  IconX,
} from '@tabler/icons-react';
import { Link, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { cutText, visibleText } from '../../../../src/base/index.ts';
import { resolveField } from '../../../../src/query/index.ts';
import { entityOfField } from '../../lib/entity-of-field.ts';
import { type Entity, entityPage } from '../../lib/entity-page.ts';
import {
  editSearch,
  excludeValue,
  includeValue,
  onlyValue,
  releaseValue,
  searchTree,
  stanceOn,
  valuesSaid,
} from '../../lib/value-filter.ts';
import { nameOfEntity } from '../entity/entity-name.ts';
import { SafeText } from '../safe-text.tsx';
import { focusOnMount } from './focus-on-mount.ts';
import type { MenuValue } from './value-menu-context.ts';
import styles from './value-menu-box.module.css';
import { ValueText } from './value-text.tsx';

interface ValueMenuItemsProps {
  readonly value: MenuValue;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly onFacet: ((field: string) => void) | undefined;
}

const icon = { size: 14, stroke: 1.6, 'aria-hidden': true } as const;

export function ValueMenuItems({ value, query, onQuery, onFacet }: ValueMenuItemsProps) {
  const { t } = useTranslation();
  const clipboard = useClipboard();
  const tree = searchTree(query);
  const stance = tree && stanceOn(tree, value);
  const edit = (change: typeof onlyValue) => (): void => onQuery(editSearch(query, (tree) => change(tree, value)));
  const can = tree !== undefined && resolveField(value.field) !== undefined;
  const hasOthers = tree !== undefined && valuesSaid(tree, value.field).some(({ stance }) => stance === 'in');
  const including = can ? editSearch(query, (tree) => includeValue(tree, value)) : query;
  // Where nothing else is said of the field, that would be "only this" again.
  const includes = can && stance !== 'in' && including !== editSearch(query, (tree) => onlyValue(tree, value));
  const entity = value.entity ?? entityOfField(value.field, value.value);
  return (
    <>
      <Menu.Label className={styles['head'] ?? ''}>
        <SafeText limit={80}>{value.field}</SafeText>
        <span className={styles['value']}>
          <ValueText value={value.value} />
        </span>
      </Menu.Label>
      {can && (
        <>
          <Menu.Item ref={focusOnMount} data-autofocus leftSection={<IconEqual {...icon} />} onClick={edit(onlyValue)}>
            {t('value.only')}
          </Menu.Item>
          {includes && (
            <Menu.Item leftSection={<IconPlus {...icon} />} onClick={() => onQuery(including)}>
              {t(hasOthers ? 'value.or' : 'value.include')}
            </Menu.Item>
          )}
          {stance !== 'out' && (
            <Menu.Item leftSection={<IconEqualNot {...icon} />} onClick={edit(excludeValue)}>
              {t('value.exclude')}
            </Menu.Item>
          )}
          {stance !== undefined && (
            <Menu.Item leftSection={<IconX {...icon} />} onClick={edit(releaseValue)}>
              {t('value.release')}
            </Menu.Item>
          )}
          <Menu.Divider />
        </>
      )}
      {entity && <PageItem entity={entity} />}
      {can && onFacet && value.search === undefined && (
        <Menu.Item leftSection={<IconLayoutSidebar {...icon} />} onClick={() => onFacet(value.field)}>
          {t('value.facet')}
        </Menu.Item>
      )}
      <Menu.Item
        {...(can ? {} : { ref: focusOnMount, 'data-autofocus': true })}
        leftSection={<IconCopy {...icon} />}
        onClick={() => clipboard.copy(value.value)}
      >
        {t('value.copy')}
      </Menu.Item>
    </>
  );
}

/** Leads to the page of what the value stands for, at the range that is looked at. */
function PageItem({ entity }: { readonly entity: Entity }) {
  const { t } = useTranslation();
  const { from, to } = useSearch({ strict: false });
  const range = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const name = visibleText(cutText(nameOfEntity(entity), 60).text);
  return (
    <Menu.Item
      leftSection={<IconArrowUpRight {...icon} />}
      renderRoot={(props) => <Link {...props} {...entityPage(entity, range)} />}
    >
      {t(`entity.${entity.kind}`, { value: name })}
    </Menu.Item>
  );
}
