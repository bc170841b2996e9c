/** The file's country names as ISO 3166 codes. Customers of other countries are left out. */
export const COUNTRIES: Readonly<Record<string, string>> = {
  'United Kingdom': 'GB',
  Germany: 'DE',
  Austria: 'AT',
  Switzerland: 'CH',
  France: 'FR',
  Belgium: 'BE',
  Netherlands: 'NL',
  EIRE: 'IE',
  Spain: 'ES',
  Portugal: 'PT',
  Italy: 'IT',
  Norway: 'NO',
  Sweden: 'SE',
  Denmark: 'DK',
  Finland: 'FI',
  Poland: 'PL',
};
