import { CONTENT_LOOKS, CONTENT_PRODUCTS, LIQUID_NAMES } from '@augenblick/contract';
import type { Content } from '@augenblick/contract';
import { FieldRow, Fields, Icon, useTexts } from '@augenblick/ui/react';
import { ActionIcon, Button, Menu, SegmentedControl, Switch, Textarea } from '@mantine/core';
import { Select, TextInput } from '@mantine/core';
import { useId, useRef } from 'react';
import type { FocusEvent } from 'react';
import styles from './content.module.css';
import { contentTexts } from './texts.ts';

interface FieldsProps {
  content: Content;
  onChange: (content: Content) => void;
}

type Written = HTMLInputElement | HTMLTextAreaElement;

/** Writes one content in one language: words, picture, button, links, code, products. */
export function ContentFields(props: FieldsProps & { mayCode: boolean }) {
  const { content, onChange, mayCode } = props;
  const text = useTexts(contentTexts);
  const set = (part: Partial<Content>): void => onChange({ ...content, ...part });
  const writing = useRef<Written | null>(null);
  const remember = (event: FocusEvent<Written>): void => {
    writing.current = event.currentTarget;
  };
  return (
    <Fields>
      <div className={styles.lookRow}>
        <SegmentedControl
          size="xs"
          aria-label={text('look')}
          value={content.look}
          onChange={(value) => set({ look: CONTENT_LOOKS.find((one) => one === value) ?? 'card' })}
          data={CONTENT_LOOKS.map((value) => ({ value, label: text(`look.${value}`) }))}
        />
        <NameMenu target={() => writing.current} />
      </div>
      <TextInput
        label={text('headline')}
        maxLength={300}
        value={content.headline}
        onFocus={remember}
        onChange={(event) => set({ headline: event.currentTarget.value })}
      />
      <Textarea
        label={text('text')}
        autosize
        minRows={2}
        maxLength={2000}
        value={content.text}
        onFocus={remember}
        onChange={(event) => set({ text: event.currentTarget.value })}
      />
      <ButtonFields content={content} onChange={onChange} onFocus={remember} />
      <PictureFields content={content} onChange={onChange} />
      <LinkFields content={content} onChange={onChange} />
      <FieldRow>
        <Select
          label={text('products')}
          value={content.products}
          data={CONTENT_PRODUCTS.map((value) => ({ value, label: text(`products.${value}`) }))}
          onChange={(value) =>
            set({ products: CONTENT_PRODUCTS.find((one) => one === value) ?? 'none' })
          }
        />
      </FieldRow>
      {mayCode && (
        <Switch
          label={text('showCode')}
          checked={content.code}
          onChange={(event) => set({ code: event.currentTarget.checked })}
        />
      )}
    </Fields>
  );
}

/** Puts a name such as the shopper's first name where the cursor stands. */
function NameMenu({ target }: { target: () => Written | null }) {
  const text = useTexts(contentTexts);
  const insert = (name: string): void => {
    const field = target();
    if (!field) return;
    const at = field.selectionStart ?? field.value.length;
    field.focus();
    field.setRangeText(`{{ ${name} }}`, at, field.selectionEnd ?? at, 'end');
    // React listens to this event and takes the new value over, as if it had been typed.
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
  return (
    <Menu position="bottom-end" width={260} returnFocus={false}>
      <Menu.Target>
        <Button size="xs" variant="default" leftSection={<Icon name="plus" size={14} />}>
          {text('insertName')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={styles.names}>
        <Menu.Label>{text('insertNote')}</Menu.Label>
        {LIQUID_NAMES.map((name) => (
          <Menu.Item key={name} onClick={() => insert(name)}>
            {text(`name.${name}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function ButtonFields(props: FieldsProps & { onFocus: (event: FocusEvent<Written>) => void }) {
  const { content, onChange, onFocus } = props;
  const text = useTexts(contentTexts);
  const { button } = content;
  const set = (part: Partial<NonNullable<Content['button']>>): void => {
    const next = { label: '', url: '', ...button, ...part };
    onChange({ ...content, button: next.label === '' && next.url === '' ? null : next });
  };
  return (
    <FieldRow>
      <TextInput
        label={text('buttonLabel')}
        maxLength={80}
        value={button?.label ?? ''}
        onFocus={onFocus}
        onChange={(event) => set({ label: event.currentTarget.value })}
      />
      <TextInput
        label={text('buttonUrl')}
        placeholder="/…"
        maxLength={1000}
        value={button?.url ?? ''}
        onFocus={onFocus}
        onChange={(event) => set({ url: event.currentTarget.value })}
      />
    </FieldRow>
  );
}

function PictureFields({ content, onChange }: FieldsProps) {
  const text = useTexts(contentTexts);
  const { picture } = content;
  const set = (part: Partial<NonNullable<Content['picture']>>): void => {
    const next = { url: '', alt: '', ...picture, ...part };
    onChange({ ...content, picture: next.url === '' && next.alt === '' ? null : next });
  };
  return (
    <FieldRow>
      <TextInput
        label={text('pictureUrl')}
        placeholder="https://…"
        maxLength={1000}
        value={picture?.url ?? ''}
        onChange={(event) => set({ url: event.currentTarget.value })}
      />
      <TextInput
        label={text('pictureAlt')}
        maxLength={300}
        value={picture?.alt ?? ''}
        onChange={(event) => set({ alt: event.currentTarget.value })}
      />
    </FieldRow>
  );
}

const LINKS_MAX = 4;

function LinkFields({ content, onChange }: FieldsProps) {
  const text = useTexts(contentTexts);
  const id = useId();
  const { links } = content;
  const set = (next: Content['links']): void => onChange({ ...content, links: next });
  return (
    <div role="group" aria-labelledby={id} className={styles.links}>
      <p id={id} className={styles.label}>
        {text('links')}
      </p>
      {links.map((link, at) => (
        // Links have no id of their own and are never moved; their place is what they are.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={at} className={styles.linkRow}>
          <TextInput
            aria-label={text('linkLabel', { n: at + 1 })}
            placeholder={text('buttonLabel')}
            maxLength={80}
            value={link.label}
            onChange={(event) => set(links.with(at, { ...link, label: event.currentTarget.value }))}
          />
          <TextInput
            aria-label={text('linkUrl', { n: at + 1 })}
            placeholder="/…"
            maxLength={1000}
            value={link.url}
            onChange={(event) => set(links.with(at, { ...link, url: event.currentTarget.value }))}
          />
          <ActionIcon
            aria-label={text('linkRemove', { n: at + 1 })}
            onClick={() => set(links.filter((_, other) => other !== at))}
          >
            <Icon name="close" size={14} />
          </ActionIcon>
        </div>
      ))}
      {links.length < LINKS_MAX && (
        <Button
          size="xs"
          variant="subtle"
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => set([...links, { label: '', url: '' }])}
        >
          {text('linkAdd')}
        </Button>
      )}
    </div>
  );
}
