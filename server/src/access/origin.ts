/** What the check looks at; header values as node gives them. */
export interface OriginFacts {
  method: string;
  /** `Sec-Fetch-Site` */
  fetchSite: string | undefined;
  /** `Origin` */
  origin: string | undefined;
  /** `Host` */
  host: string | undefined;
  /** The installation's own public origin, when configured. */
  publicOrigin: string | undefined;
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * True when a request that changes something may come from another site (CSRF). Browsers say where
 * a request comes from: all of today's in Sec-Fetch-Site, older ones in Origin. A request with
 * neither does not come from a browser and so carries nobody's cookie unknowingly. The same rules
 * as Go's net/http.CrossOriginProtection.
 */
export function isCrossOrigin(facts: OriginFacts): boolean {
  if (SAFE.has(facts.method)) return false;
  if (facts.origin !== undefined && facts.origin === facts.publicOrigin) return false;
  if (facts.fetchSite !== undefined) {
    return facts.fetchSite !== 'same-origin' && facts.fetchSite !== 'none';
  }
  if (facts.origin === undefined) return false;
  // "null" (sandboxed frames, data: pages) is nobody we know.
  if (!URL.canParse(facts.origin)) return true;
  return new URL(facts.origin).host !== facts.host;
}
