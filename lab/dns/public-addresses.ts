/** Addresses the Regions' load balancers have on the lab's internet (RFC 5737: documentation only, routed nowhere). */
export const PUBLIC_ADDRESSES = { primary: '198.51.100.10', dr: '203.0.113.10' } as const;

export type PublicAddress = (typeof PUBLIC_ADDRESSES)[keyof typeof PUBLIC_ADDRESSES];
