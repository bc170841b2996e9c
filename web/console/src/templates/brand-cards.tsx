import { ADDRESS_FORMS, BRAND_FONTS, SOCIAL_KINDS } from '@augenblick/contract';
import type { Brand } from '@augenblick/contract';
import { Card, FieldRow, Fields, Icon, Quiet, useTexts } from '@augenblick/ui/react';
import { ActionIcon, Button, Menu, Select, TextInput } from '@mantine/core';
import { useId } from 'react';
import { NumberField } from '../campaigns/number-field.tsx';
import { Choice } from './block-parts.tsx';
import styles from './brand.module.css';
import { PictureField } from './picture-field.tsx';
import { brandTexts } from './texts-brand.ts';

/** What every card of the kit is given. */
interface CardProps {
  brand: Brand;
  onSet: (part: Partial<Brand>) => void;
}

const COLOURS = ['accent', 'ink', 'paper', 'ground'] as const;
const CORNERS = ['0', '6', '12', '24'] as const;
/** Width of a logo that nobody has set, px. */
const LOGO_WIDTH = 140;

/** Name, logo, colours, type, corners. */
export function LookCard({ brand, onSet }: CardProps) {
  const text = useTexts(brandTexts);
  const { colours } = brand;
  return (
    <Card title={text('look')}>
      <Fields>
        <TextInput
          label={text('name')}
          maxLength={200}
          value={brand.name}
          onChange={(event) => onSet({ name: event.currentTarget.value })}
        />
        <LogoFields brand={brand} onSet={onSet} />
        <div className={styles.colours}>
          {COLOURS.map((name) => (
            <ColourField
              key={name}
              label={text(name)}
              value={colours[name]}
              onChange={(value) => onSet({ colours: { ...colours, [name]: value } })}
            />
          ))}
        </div>
        <Select
          label={text('font')}
          value={brand.font}
          data={BRAND_FONTS.map((value) => ({ value, label: text(`font.${value}`) }))}
          onChange={(value) =>
            onSet({ font: BRAND_FONTS.find((one) => one === value) ?? 'grotesque' })
          }
        />
        <Choice
          label={text('corners')}
          value={CORNERS.find((one) => Number(one) === brand.radius) ?? '6'}
          options={CORNERS.map((value) => ({ value, label: text(`corners.${value}`) }))}
          onChange={(value) => onSet({ radius: Number(value) })}
        />
      </Fields>
    </Card>
  );
}

/** The logo; once there is one, its words and its width. */
function LogoFields({ brand, onSet }: CardProps) {
  const text = useTexts(brandTexts);
  const { logo } = brand;
  return (
    <>
      <div role="group" aria-label={text('logo')}>
        <p className={styles.label}>{text('logo')}</p>
        <PictureField
          url={logo?.url ?? ''}
          onPick={(url, alt) =>
            onSet({ logo: url === '' ? null : { url, alt, width: logo?.width ?? LOGO_WIDTH } })
          }
          onType={(url) =>
            onSet({
              logo:
                url === ''
                  ? null
                  : { url, alt: logo?.alt ?? brand.name, width: logo?.width ?? LOGO_WIDTH },
            })
          }
        />
      </div>
      {logo && (
        <FieldRow>
          <TextInput
            label={text('logoAlt')}
            maxLength={200}
            value={logo.alt}
            onChange={(event) => onSet({ logo: { ...logo, alt: event.currentTarget.value } })}
          />
          <NumberField
            label={text('logoWidth')}
            min={24}
            max={400}
            value={logo.width}
            onChange={(width) => onSet({ logo: { ...logo, width: width ?? LOGO_WIDTH } })}
          />
        </FieldRow>
      )}
    </>
  );
}

const HEX = /^#[0-9a-f]{6}$/i;

/** A colour: picked, or typed as #rrggbb. Only a whole code is passed on. */
function ColourField(props: { label: string; value: string; onChange: (value: string) => void }) {
  const { label, value, onChange } = props;
  const text = useTexts(brandTexts);
  const id = useId();
  return (
    <div className={styles.colour}>
      <label htmlFor={id}>{label}</label>
      <div>
        <input
          id={id}
          type="color"
          value={HEX.test(value) ? value : '#000000'}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        <TextInput
          key={value}
          aria-label={text('colourCode', { name: label })}
          defaultValue={value}
          maxLength={7}
          spellCheck={false}
          onBlur={(event) => {
            const typed = event.currentTarget.value.trim().toLowerCase();
            if (HEX.test(typed)) onChange(typed);
            else event.currentTarget.value = value;
          }}
        />
      </div>
    </div>
  );
}

/** Sie or du, sender, the shop's address. */
export function SpeechCard({ brand, onSet }: CardProps) {
  const text = useTexts(brandTexts);
  const { sender } = brand;
  const email = (key: 'email' | 'replyTo', label: string) => (
    <TextInput
      label={label}
      inputMode="email"
      autoComplete="off"
      maxLength={200}
      value={sender[key]}
      onChange={(event) => onSet({ sender: { ...sender, [key]: event.currentTarget.value } })}
    />
  );
  return (
    <Card title={text('speech')}>
      <Fields>
        <Choice
          label={text('address')}
          value={brand.address}
          options={ADDRESS_FORMS.map((value) => ({ value, label: text(`address.${value}`) }))}
          onChange={(address) => onSet({ address })}
        />
        <TextInput
          label={text('senderName')}
          maxLength={200}
          value={sender.name}
          onChange={(event) => onSet({ sender: { ...sender, name: event.currentTarget.value } })}
        />
        <FieldRow>
          {email('email', text('senderEmail'))}
          {email('replyTo', text('replyTo'))}
        </FieldRow>
        <Quiet>{text('senderNote')}</Quiet>
        <TextInput
          label={text('shopUrl')}
          description={text('shopUrlNote')}
          placeholder="https://…"
          inputMode="url"
          maxLength={1000}
          value={brand.shopUrl}
          onChange={(event) => onSet({ shopUrl: event.currentTarget.value })}
        />
      </Fields>
    </Card>
  );
}

const LINES = [
  ['company', 'represented'],
  ['street', 'city'],
  ['country', 'register'],
  ['vatId', 'phone'],
] as const;
const PAGES = [
  ['imprint', 'pageImprint'],
  ['privacy', 'pagePrivacy'],
  ['terms', 'pageTerms'],
] as const;

/** Who is responsible, line by line, and the pages behind the footer. */
export function ImprintCard({ brand, onSet }: CardProps) {
  const text = useTexts(brandTexts);
  const { imprint, pages } = brand;
  const line = (key: keyof Brand['imprint']) => (
    <TextInput
      key={key}
      label={text(key)}
      maxLength={200}
      value={imprint[key]}
      onChange={(event) => onSet({ imprint: { ...imprint, [key]: event.currentTarget.value } })}
    />
  );
  return (
    <Card title={text('imprint')} note={text('imprintNote')}>
      <Fields>
        {LINES.map(([first, second]) => (
          <FieldRow key={first}>
            {line(first)}
            {line(second)}
          </FieldRow>
        ))}
        {line('email')}
        <p className={styles.label}>{text('pages')}</p>
        {PAGES.map(([key, name]) => (
          <TextInput
            key={key}
            label={text(name)}
            placeholder="/… · https://…"
            maxLength={1000}
            value={pages[key]}
            onChange={(event) => onSet({ pages: { ...pages, [key]: event.currentTarget.value } })}
          />
        ))}
      </Fields>
    </Card>
  );
}

/** Accounts elsewhere, for the block of networks. */
export function SocialCard({ brand, onSet }: CardProps) {
  const text = useTexts(brandTexts);
  const { social } = brand;
  const free = SOCIAL_KINDS.filter((kind) => !social.some((one) => one.kind === kind));
  return (
    <Card title={text('social')}>
      <Fields>
        {social.map(({ kind, url }, at) => (
          <div key={kind} className={styles.account}>
            <TextInput
              label={text('socialUrl', { name: text(`social.${kind}`) })}
              placeholder="https://…"
              inputMode="url"
              maxLength={1000}
              value={url}
              onChange={(event) =>
                onSet({ social: social.with(at, { kind, url: event.currentTarget.value }) })
              }
            />
            <ActionIcon
              aria-label={text('removeSocial', { name: text(`social.${kind}`) })}
              onClick={() => onSet({ social: social.toSpliced(at, 1) })}
            >
              <Icon name="close" size={14} />
            </ActionIcon>
          </div>
        ))}
        {free.length > 0 && (
          <Menu position="bottom-start" width={200}>
            <Menu.Target>
              <Button
                className={styles.addSocial}
                variant="default"
                leftSection={<Icon name="plus" size={14} />}
              >
                {text('addSocial')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {free.map((kind) => (
                <Menu.Item
                  key={kind}
                  onClick={() => onSet({ social: [...social, { kind, url: '' }] })}
                >
                  {text(`social.${kind}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </Fields>
    </Card>
  );
}
