import type { Brand, RetailerId, ShownProduct, TemplateDraft } from '@augenblick/contract';
import type { PictureView } from '@augenblick/contract/api/template.ts';
import type { Sql, TransactionSql } from '../runtime/index.ts';

/** All SQL of templates, the brand kit and pictures. */
type Db = Sql | TransactionSql;

/** A template as stored. */
export interface TemplateRow {
  id: string;
  version: number;
  draft: TemplateDraft;
  playbook: string | null;
  archived: boolean;
  created_at: Date;
  updated_at: Date;
  published_at: Date | null;
  /** The published definition; null for a draft that never was. */
  live: TemplateDraft | null;
}

/** Templates with what is published of them, last changed first; all, or one. */
export function templates(sql: Db, retailerId: RetailerId, id: string | null) {
  return sql<TemplateRow[]>`
    select t.id, t.version, t.draft, t.playbook, t.archived, t.created_at, t.updated_at, t.published_at,
           v.definition as live
      from message_template t
      left join message_template_version v
        on v.retailer_id = t.retailer_id and v.template_id = t.id and v.version = t.version
     where t.retailer_id = ${retailerId} and (${id}::uuid is null or t.id = ${id})
     order by t.updated_at desc, t.id limit 1000`;
}

/** A template as it is locked to be changed. */
export type LockedTemplate = Omit<TemplateRow, 'id' | 'live' | 'created_at' | 'published_at'>;

/** One published version. */
export async function version(sql: Db, retailerId: RetailerId, id: string, number: number) {
  const [row] = await sql<{ definition: TemplateDraft }[]>`
    select definition from message_template_version
     where retailer_id = ${retailerId} and template_id = ${id} and version = ${number}`;
  return row?.definition;
}

/** What is published under these ids; templates that never were, or do not exist, are left out. */
export function published(sql: Db, retailerId: RetailerId, ids: readonly string[]) {
  return sql<{ id: string; version: number; archived: boolean; definition: TemplateDraft }[]>`
    select t.id, t.version, t.archived, v.definition from message_template t
      join message_template_version v
        on v.retailer_id = t.retailer_id and v.template_id = t.id and v.version = t.version
     where t.retailer_id = ${retailerId} and t.id = any(${[...ids]}::uuid[])`;
}

/** The brand kit; undefined when nobody has said anything yet. */
export async function brandKit(sql: Db, retailerId: RetailerId) {
  const [row] = await sql<{ version: number; kit: Brand; updated_at: Date }[]>`
    select version, kit, updated_at from brand_kit where retailer_id = ${retailerId}`;
  return row;
}

/** The number of the brand kit; 0 when there is none. */
export async function brandVersion(sql: Db, retailerId: RetailerId): Promise<number> {
  const [row] = await sql<{ version: number }[]>`
    select version from brand_kit where retailer_id = ${retailerId}`;
  return row?.version ?? 0;
}

/** Writes the brand kit and raises its number. */
export async function saveBrandKit(
  sql: TransactionSql,
  retailerId: RetailerId,
  row: { kit: Brand; now: Date },
): Promise<void> {
  await sql`
    insert into brand_kit (retailer_id, version, kit, updated_at)
    values (${retailerId}, 1, ${sql.json(row.kit as never)}, ${row.now})
    on conflict (retailer_id) do update
      set version = brand_kit.version + 1, kit = excluded.kit, updated_at = excluded.updated_at`;
}

/** What a retailer is called, where its clock hangs, how it looks. */
export async function retailer(sql: Db, retailerId: RetailerId) {
  const [row] = await sql<
    { name: string; zone: string; currency: string; locale: 'de' | 'en'; colour: string }[]
  >`
    select name, zone, currency, locale, colour from retailer where id = ${retailerId}`;
  return row;
}

interface PictureRow {
  id: string;
  name: string;
  alt: string;
  kind: PictureView['url'];
  width: number;
  height: number;
  bytes: number;
  animated: boolean;
  created_at: Date;
}
/** A picture without its bytes, as the console sees it. */
const view = (row: PictureRow): PictureView => ({
  id: row.id,
  url: `/media/${row.id}.${row.kind}`,
  name: row.name,
  alt: row.alt,
  width: row.width,
  height: row.height,
  bytes: row.bytes,
  animated: row.animated,
  createdAt: row.created_at.getTime(),
});

/** Pictures of a retailer, newest first; all, or one. */
export async function pictures(
  sql: Db,
  retailerId: RetailerId,
  id: string | null,
): Promise<PictureView[]> {
  const rows = await sql<PictureRow[]>`
    select id, name, alt, kind, width, height, bytes, animated, created_at from picture
     where retailer_id = ${retailerId} and (${id}::text is null or id = ${id})
     order by created_at desc, id limit 1000`;
  return rows.map(view);
}

/** Bytes of all pictures of a retailer. */
export async function pictureBytes(sql: Db, retailerId: RetailerId): Promise<number> {
  const [row] = await sql<{ bytes: string }[]>`
    select coalesce(sum(bytes), 0)::text as bytes from picture where retailer_id = ${retailerId}`;
  return Number(row?.bytes ?? 0);
}

/** A picture ready to be stored. */
export interface NewPicture {
  id: string;
  name: string;
  alt: string;
  kind: 'jpg' | 'png' | 'gif' | 'webp';
  width: number;
  height: number;
  animated: boolean;
  data: Buffer;
  now: Date;
}

/** Adds a picture; one that is there already stays. */
export async function insertPicture(
  sql: TransactionSql,
  retailerId: RetailerId,
  row: NewPicture,
): Promise<void> {
  await sql`
    insert into picture (retailer_id, id, name, alt, kind, width, height, bytes, animated, data, created_at)
    values (${retailerId}, ${row.id}, ${row.name}, ${row.alt}, ${row.kind}, ${row.width}, ${row.height},
      ${row.data.length}, ${row.animated}, ${row.data}, ${row.now})
    on conflict (retailer_id, id) do nothing`;
}

/** Changes what a picture is called and says. */
export async function updatePicture(
  sql: TransactionSql,
  retailerId: RetailerId,
  id: string,
  change: { name: string; alt: string },
): Promise<boolean> {
  const done = await sql`
    update picture set name = ${change.name}, alt = ${change.alt} where retailer_id = ${retailerId} and id = ${id}`;
  return done.count > 0;
}

/** True when a draft, a published version or the brand kit shows the picture. */
export async function pictureInUse(sql: Db, retailerId: RetailerId, id: string): Promise<boolean> {
  const part = `%/media/${id}.%`;
  const [row] = await sql<{ used: boolean }[]>`
    select exists (select 1 from message_template where retailer_id = ${retailerId} and draft::text like ${part})
        or exists (select 1 from message_template_version where retailer_id = ${retailerId} and definition::text like ${part})
        or exists (select 1 from brand_kit where retailer_id = ${retailerId} and kit::text like ${part}) as used`;
  return row?.used ?? false;
}

/** Removes a picture; false when there is none. */
export async function deletePicture(
  sql: TransactionSql,
  retailerId: RetailerId,
  id: string,
): Promise<boolean> {
  const done = await sql`delete from picture where retailer_id = ${retailerId} and id = ${id}`;
  return done.count > 0;
}

/** The bytes of a picture, of whichever retailer: its address is public. */
export async function pictureData(sql: Sql, id: string) {
  const [row] = await sql<{ kind: 'jpg' | 'png' | 'gif' | 'webp'; data: Buffer }[]>`
    select kind, data from picture where id = ${id}`;
  return row;
}

interface RelatedRow {
  seed: string;
  product_id: string;
  name: string;
  url: string | null;
  image: string | null;
  price_minor: number | null;
  currency: string | null;
}

/**
 * For each category the goods that were bought most, at most `each` of them; the empty category is the whole range. One
 * statement for all of them.
 */
export async function favourites(
  sql: Db,
  retailerId: RetailerId,
  categories: readonly string[],
  each: number,
): Promise<Map<string, ShownProduct[]>> {
  const rows = await sql<RelatedRow[]>`
    select seed.name as seed, best.* from jsonb_array_elements_text(${sql.json([...categories])}) seed(name)
    cross join lateral (
      select p.product_id, p.name, p.url, p.image, p.price_minor, p.currency
        from product p
        left join lateral (
          select count(*) as sold from order_line l
           where l.retailer_id = p.retailer_id and l.product_id = p.product_id) l on true
       where p.retailer_id = ${retailerId} and p.goods and p.price_minor is not null
         and (seed.name = '' or p.category_path ? seed.name)
       order by l.sold desc, p.updated_at desc, p.product_id limit ${each}) best`;
  const found = new Map<string, ShownProduct[]>(categories.map((name) => [name, []]));
  for (const row of rows) {
    found.get(row.seed)?.push({
      id: row.product_id,
      name: row.name,
      url: row.url,
      image: row.image,
      priceMinor: row.price_minor,
      currency: row.currency,
    });
  }
  return found;
}
