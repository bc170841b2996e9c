import { api } from '@augenblick/api';
import type { ShopperList } from '@augenblick/contract/api/shopper.ts';
import { useTexts } from '@augenblick/ui/react';
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useRetailerPath } from '../session/session.tsx';
import { contentTexts } from './texts.ts';

/** Chooses a shopper by name, address or card number; without a search those seen last. Null = nobody in particular. */
export function ShopperPicker(props: {
  value: string | null;
  onChange: (profileId: string | null) => void;
  label?: string;
}) {
  const text = useTexts(contentTexts);
  const path = useRetailerPath();
  const [typed, setTyped] = useState('');
  const [query] = useDebouncedValue(typed.trim(), 200);
  const { data } = useQuery({
    queryKey: [path(''), 'shopper-picker', query],
    queryFn: ({ signal }) =>
      api.get<ShopperList>(path('/shoppers'), { query: { q: query, limit: 12 }, signal }),
    placeholderData: keepPreviousData,
  });
  const found = (data?.items ?? []).map((row) => ({
    value: row.id,
    label: row.displayName ?? text('unknownShopper', { id: row.id.slice(-6) }),
  }));
  // The chosen one stays in the list while another search is typed; the field would go blank otherwise.
  const [chosen, setChosen] = useState<{ value: string; label: string } | null>(null);
  const kept = chosen !== null && !found.some(({ value }) => value === chosen.value);
  return (
    <Select
      label={props.label ?? text('asShopper')}
      placeholder={text('asSample')}
      value={props.value}
      data={kept ? [chosen, ...found] : found}
      searchable
      clearable
      nothingFoundMessage={text('nobodyFound')}
      // The server has searched already, also in addresses and card numbers that the label does not show.
      filter={({ options }) => options}
      onSearchChange={setTyped}
      onChange={(value, option) => {
        setChosen(value === null ? null : { value, label: option?.label ?? '' });
        props.onChange(value);
      }}
    />
  );
}
