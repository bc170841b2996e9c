import { createHash } from 'node:crypto';
import { Failure, type RetailerId } from '@augenblick/contract';
import type { PictureList, PictureOne } from '@augenblick/contract/api/template.ts';
import type { Access, By } from '../access/index.ts';
import type { Clock, Database } from '../runtime/index.ts';
import * as queries from './queries.ts';

/** Bounds of an upload and of what is kept. */
export const PICTURE_LIMITS = {
  /** Bytes taken in. */
  uploadMax: 12 * 1024 * 1024,
  /** Pixels of the picture that is taken in; more would be an attack on memory. */
  pixelsMax: 50_000_000,
  /** Twice the width of a mail, for fine screens. */
  widthMax: 1200,
  heightMax: 2400,
  /** A GIF is kept as it moves; larger ones make mails slow. */
  gifWidthMax: 600,
  framesMax: 200,
  storedMax: 3 * 1024 * 1024,
  /** All pictures of a retailer. */
  totalMax: 300 * 1024 * 1024,
} as const;

/** What pictures need. */
export interface PictureDeps {
  database: Pick<Database, 'withRetailer'>;
  clock: Clock;
  audit: Access['audit'];
}

type Kind = queries.NewPicture['kind'];

/** What a file is by its first bytes, whatever it is called; undefined for anything we do not show. */
export function sniff(data: Buffer): Kind | undefined {
  const starts = (...bytes: number[]): boolean => bytes.every((byte, i) => data[i] === byte);
  if (starts(0xff, 0xd8, 0xff)) return 'jpg';
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png';
  const head = data.subarray(0, 6).toString('latin1');
  if (head === 'GIF87a' || head === 'GIF89a') return 'gif';
  if (data.subarray(0, 4).toString('latin1') === 'RIFF') {
    return data.subarray(8, 12).toString('latin1') === 'WEBP' ? 'webp' : undefined;
  }
  return undefined;
}

/** A picture as it is kept: turned upright, made smaller, without what cameras write into it (place, device, owner). */
export async function prepare(
  data: Buffer,
): Promise<Pick<queries.NewPicture, 'kind' | 'width' | 'height' | 'animated' | 'data'>> {
  const kind = sniff(data);
  if (kind === undefined)
    throw new Failure('bad_request', 'file: JPEG, PNG, GIF or WebP is needed');
  const { default: sharp } = await import('sharp');
  const moving = kind === 'gif';
  const limits = PICTURE_LIMITS;
  try {
    const options = {
      limitInputPixels: limits.pixelsMax,
      animated: moving,
      failOn: 'error',
    } as const;
    const meta = await sharp(data, options).metadata();
    const frames = meta.pages ?? 1;
    if (frames > limits.framesMax) {
      throw new Failure('bad_request', `file: at most ${limits.framesMax} frames`);
    }
    const upright = sharp(data, options)
      .rotate()
      .resize({
        width: moving ? limits.gifWidthMax : limits.widthMax,
        ...(moving ? {} : { height: limits.heightMax }),
        fit: 'inside',
        withoutEnlargement: true,
      });
    // Mail programs of today's offices do not all know WebP; JPEG and PNG are shown everywhere.
    const kept: Kind = kind === 'webp' ? (meta.hasAlpha ? 'png' : 'jpg') : kind;
    const encoded =
      kept === 'gif'
        ? upright.gif()
        : kept === 'png'
          ? upright.png({ compressionLevel: 9, palette: !meta.hasAlpha })
          : upright.jpeg({ quality: 82, mozjpeg: true });
    const { data: made, info } = await encoded.toBuffer({ resolveWithObject: true });
    if (made.length > limits.storedMax) {
      throw new Failure('too_large', 'file: more than 3 MB even when made smaller');
    }
    const height = frames > 1 ? Math.round(info.height / frames) : info.height;
    return { kind: kept, width: info.width, height, animated: frames > 1, data: made };
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('bad_request', 'file: the picture cannot be read');
  }
}

/** The address of a picture: the same retailer and bytes give the same one, and nobody can guess another's. */
export function pictureId(retailerId: RetailerId, data: Buffer): string {
  return createHash('sha256').update(`${retailerId}\n`).update(data).digest('hex').slice(0, 32);
}

/** Takes a picture in. Throws `bad_request`, `too_large`. */
export async function addPicture(
  deps: PictureDeps,
  retailerId: RetailerId,
  file: { name: string; data: Buffer },
  by: By,
): Promise<PictureOne> {
  const made = await prepare(file.data);
  const id = pictureId(retailerId, made.data);
  const name = fileName(file.name);
  const now = new Date(deps.clock.now());
  return deps.database.withRetailer(retailerId, async (sql) => {
    const used = await queries.pictureBytes(sql, retailerId);
    if (used + made.data.length > PICTURE_LIMITS.totalMax) {
      throw new Failure('too_large', 'file: all pictures together may take 300 MB');
    }
    await queries.insertPicture(sql, retailerId, { ...made, id, name, alt: '', now });
    const target = `picture:${id}`;
    const detail = { what: 'added', name };
    await deps.audit(sql, { retailerId, actor: by, action: 'picture.changed', target, detail });
    const [picture] = await queries.pictures(sql, retailerId, id);
    if (picture === undefined) throw new Failure('not_found');
    return { picture };
  });
}

/** The last part of a path, without its ending and control characters. */
function fileName(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .replace(/\p{Cc}/gu, '')
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .trim()
    .slice(0, 120);
  return clean === '' ? 'Bild' : clean;
}

/** All pictures, newest first, and how much room they take. */
export function listPictures(deps: PictureDeps, retailerId: RetailerId): Promise<PictureList> {
  return deps.database.withRetailer(retailerId, async (sql) => ({
    pictures: await queries.pictures(sql, retailerId, null),
    bytes: await queries.pictureBytes(sql, retailerId),
    bytesMax: PICTURE_LIMITS.totalMax,
  }));
}

/** Renames a picture or describes it anew. Throws `not_found`. */
export function changePicture(
  deps: PictureDeps,
  asked: { retailerId: RetailerId; id: string },
  change: { name: string; alt: string },
): Promise<PictureOne> {
  const { retailerId, id } = asked;
  return deps.database.withRetailer(retailerId, async (sql) => {
    await queries.updatePicture(sql, retailerId, id, change);
    const [picture] = await queries.pictures(sql, retailerId, id);
    if (picture === undefined) throw new Failure('not_found');
    return { picture };
  });
}

/** Removes a picture. Throws `not_found`, `conflict` while anything shows it: mails that were sent do, too. */
export function removePicture(
  deps: PictureDeps,
  asked: { retailerId: RetailerId; id: string; by: By },
): Promise<void> {
  const { retailerId, id, by } = asked;
  return deps.database.withRetailer(retailerId, async (sql) => {
    const [picture] = await queries.pictures(sql, retailerId, id);
    if (picture === undefined) throw new Failure('not_found');
    if (await queries.pictureInUse(sql, retailerId, id)) throw new Failure('conflict');
    await queries.deletePicture(sql, retailerId, id);
    const target = `picture:${id}`;
    const detail = { what: 'removed', name: picture.name };
    await deps.audit(sql, { retailerId, actor: by, action: 'picture.changed', target, detail });
  });
}
