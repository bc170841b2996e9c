import { api } from '@augenblick/api';
import type {
  NewRetailerRequest,
  Retailer,
  RetailerRequest,
  RetailersAnswer,
} from '@augenblick/contract/api/retailer.ts';
import { readerZone } from '@augenblick/ui';
import { Card, Dialog, Icon, Notice, useLanguage, useTexts, useToast } from '@augenblick/ui/react';
import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Failure } from '../session/failure.tsx';
import { useMay, useRetailer, useRetailerPath, useSession } from '../session/session.tsx';
import { textOn } from '../shell/retailer-menu.tsx';
import { DemoCard } from './demo-card.tsx';
import { CurrencySelect, TimeZoneSelect } from './retailer-fields.tsx';
import { SettingsFrame } from './settings-frame.tsx';
import styles from './settings.module.css';
import { settingsTexts } from './texts.ts';

/** The shop's settings, the demo shop's switch, and the way to another shop. */
export default function RetailerPage() {
  const text = useTexts(settingsTexts);
  const retailer = useRetailer();
  return (
    <SettingsFrame
      title={text('retailer')}
      headline={text('retailerHeadline', { shop: retailer.name })}
    >
      {retailer.demo && <DemoCard />}
      <Profile />
      <AnotherShop />
    </SettingsFrame>
  );
}

/** Loads the list of shops again, so that name and colour change everywhere. */
function useReloadRetailers(): () => Promise<void> {
  const { answer, set } = useSession();
  return async () => {
    const { retailers } = await api.get<RetailersAnswer>('/api/retailers');
    if (answer?.signedIn) set({ ...answer, retailers });
  };
}

function Profile() {
  const text = useTexts(settingsTexts);
  const retailer = useRetailer();
  const path = useRetailerPath();
  const toast = useToast();
  const may = useMay('retailer.write');
  const reload = useReloadRetailers();
  const { name, currency, timeZone, locale, colour } = retailer;
  const before = { name, currency, timeZone, locale, colour };
  const [form, setForm] = useState<ShopForm>(before);
  const save = useMutation({
    mutationFn: (change: RetailerRequest) => api.patch<Retailer>(path(''), change),
    onSuccess: async () => {
      await reload();
      toast({
        text: text('saved'),
        tone: 'good',
        undo: () => {
          setForm(before);
          save.mutate(before);
        },
      });
    },
  });
  const changed = JSON.stringify(form) !== JSON.stringify(before);
  return (
    <Card title={text('shopProfile')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(form);
        }}
      >
        <div className={styles.column}>
          {!may && <Notice>{text('onlyOwners')}</Notice>}
          <Failure error={save.error} />
          <Fields form={form} disabled={!may} onChange={setForm} />
          <ColourField
            value={form.colour}
            name={form.name}
            disabled={!may}
            onChange={(next) => setForm({ ...form, colour: next })}
          />
        </div>
        {may && (
          <div className={styles.foot}>
            <Button
              type="submit"
              loading={save.isPending}
              disabled={!changed || form.name.trim() === ''}
            >
              {text('save')}
            </Button>
          </div>
        )}
      </form>
    </Card>
  );
}

type ShopForm = Pick<Retailer, 'name' | 'currency' | 'timeZone' | 'locale' | 'colour'>;

function Fields(props: { form: ShopForm; disabled: boolean; onChange: (form: ShopForm) => void }) {
  const text = useTexts(settingsTexts);
  const { form, disabled, onChange } = props;
  return (
    <div className={styles.fields}>
      <TextInput
        label={text('shopName')}
        required
        withAsterisk={false}
        maxLength={120}
        disabled={disabled}
        value={form.name}
        onChange={(event) => onChange({ ...form, name: event.currentTarget.value })}
      />
      <TimeZoneSelect
        label={text('timeZone')}
        note={text('timeZoneNote')}
        disabled={disabled}
        value={form.timeZone}
        onChange={(next) => onChange({ ...form, timeZone: next })}
      />
      <CurrencySelect
        label={text('currency')}
        note={text('currencyNote')}
        disabled={disabled}
        value={form.currency}
        onChange={(next) => onChange({ ...form, currency: next })}
      />
      <div>
        <p className={styles.label}>{text('shopLanguage')}</p>
        <SegmentedControl
          fullWidth
          disabled={disabled}
          aria-label={text('shopLanguage')}
          value={form.locale}
          onChange={(next) => onChange({ ...form, locale: next === 'en' ? 'en' : 'de' })}
          data={[
            { value: 'de', label: text('german') },
            { value: 'en', label: text('english') },
          ]}
        />
      </div>
    </div>
  );
}

function ColourField(props: {
  value: string;
  name: string;
  disabled: boolean;
  onChange: (colour: string) => void;
}) {
  const text = useTexts(settingsTexts);
  const { value, name, disabled, onChange } = props;
  return (
    <div>
      <p className={styles.label}>{text('colour')}</p>
      <div className={styles.colour}>
        <input
          type="color"
          aria-label={text('colour')}
          disabled={disabled}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        <span className={styles.sample} style={{ background: value, color: textOn(value) }}>
          {name}
        </span>
        <span className={styles.code}>{value}</span>
      </div>
      <p className={styles.attribution}>{text('colourNote')}</p>
    </div>
  );
}

function AnotherShop() {
  const text = useTexts(settingsTexts);
  const [opened, setOpened] = useState(false);
  return (
    <Card
      title={text('newShop')}
      note={text('newShopNote')}
      actions={
        <Button
          variant="default"
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => setOpened(true)}
        >
          {text('createShop')}
        </Button>
      }
    >
      <Dialog opened={opened} onClose={() => setOpened(false)} title={text('newShop')}>
        <NewShop onDone={() => setOpened(false)} />
      </Dialog>
    </Card>
  );
}

function NewShop({ onDone }: { onDone: () => void }) {
  const text = useTexts(settingsTexts);
  const toast = useToast();
  const [locale] = useLanguage();
  const { chooseRetailer } = useSession();
  const reload = useReloadRetailers();
  const [shop, setShop] = useState({ name: '', currency: 'EUR', timeZone: readerZone() });
  const create = useMutation({
    mutationFn: (request: NewRetailerRequest) => api.post<Retailer>('/api/retailers', request),
    onSuccess: async (made) => {
      await reload();
      onDone();
      toast({ text: text('shopCreated', { name: made.name }), tone: 'good' });
      chooseRetailer(made.id);
    },
  });
  return (
    <form
      className={styles.column}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({ ...shop, locale });
      }}
    >
      <Failure error={create.error} />
      <TextInput
        data-autofocus
        label={text('shopName')}
        required
        withAsterisk={false}
        value={shop.name}
        onChange={(event) => setShop({ ...shop, name: event.currentTarget.value })}
      />
      <CurrencySelect
        label={text('currency')}
        value={shop.currency}
        onChange={(currency) => setShop({ ...shop, currency })}
      />
      <TimeZoneSelect
        label={text('timeZone')}
        value={shop.timeZone}
        onChange={(timeZone) => setShop({ ...shop, timeZone })}
      />
      <Button type="submit" loading={create.isPending}>
        {text('createShop')}
      </Button>
    </form>
  );
}
