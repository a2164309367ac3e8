/** Receipts of orders in the Region's bucket. */
export interface Receipts {
  /** Rejects when the bucket does not take it. */
  put(id: string): Promise<void>;
}

/** For a place from where nothing may be put into a bucket, such as a drill. */
export const noReceipts: Receipts = { put: async () => {} };

/** Where the receipt of an order is in the bucket. */
export const receiptKey = (id: string): string => `receipts/${encodeURIComponent(id)}`;
