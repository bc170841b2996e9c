import { toMinor } from '@augenblick/contract';
import { asGtin, categoryPath, type ProductReport, webAddress } from '../catalogue/index.ts';
import type { RowValues } from './row.ts';
import type { SoldProduct } from './sold.ts';

/** One product row as the catalogue takes it. Only what the row says is named. Pure. */
export function productOfRow(
  row: RowValues,
  extras: Readonly<Record<string, string>>,
  defaultCurrency: string,
): ProductReport {
  const report: ProductReport = { productId: String(row.product_id) };
  if (row.name !== undefined) report.name = String(row.name).slice(0, NAME_MAX);
  if (row.category !== undefined) report.categoryPath = categoryPath(String(row.category));
  if (row.brand !== undefined) report.brand = String(row.brand);
  if (row.price !== undefined) {
    const currency = row.currency === undefined ? defaultCurrency : String(row.currency);
    const priceMinor = toMinor(String(row.price), currency);
    if (priceMinor !== undefined) {
      report.priceMinor = priceMinor;
      report.currency = currency;
    }
  }
  if (row.image !== undefined) report.image = webAddress(String(row.image));
  if (row.url !== undefined) report.url = webAddress(String(row.url));
  if (row.gtin !== undefined) report.gtin = asGtin(String(row.gtin));
  const attributes: Record<string, string> = { ...extras };
  if (row.description !== undefined) attributes.description = String(row.description);
  if (Object.keys(attributes).length > 0) report.attributes = attributes;
  return report;
}

const NAME_MAX = 500;

/** Share of product numbers with a digit from which one without any digit is not a product number. */
const DIGIT_SHARE = 0.9;
const NO_GOODS =
  /\b(?:versandkosten|versand|porto|postage|shipping|gutschein|gift voucher|bank charges|gebühr|fee|commission)\b|^(?:next day )?carriage$|^(?:discount|rabatt|manual)$/i;
/** Codes of book-keeping are short: POST, DOT, M. */
const CODE_MAX = 4;

/**
 * Products out of order lines. Postage, fees and discounts are billed like products and are none: where numbers
 * have digits, a short one without (POST, DOT, M) is taken as such, and so are telling names.
 */
export function productsOfLines(sold: readonly SoldProduct[]): ProductReport[] {
  const digits = sold.filter((product) => /\d/.test(product.productId)).length;
  const numbered = digits >= DIGIT_SHARE * sold.length;
  return sold.map((product) => {
    const { productId } = product;
    const code = numbered && !/\d/.test(productId) && productId.length <= CODE_MAX;
    const goods = !code && !NO_GOODS.test(product.name ?? '');
    const priceMinor =
      product.price === null ? undefined : toMinor(product.price, product.currency);
    return {
      productId: product.productId,
      name: (product.name ?? product.productId).slice(0, NAME_MAX),
      ...(product.category === null ? {} : { categoryPath: categoryPath(product.category) }),
      ...(product.brand === null ? {} : { brand: product.brand }),
      ...(priceMinor === undefined ? {} : { priceMinor, currency: product.currency }),
      goods,
    };
  });
}
