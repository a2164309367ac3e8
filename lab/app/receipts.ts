/** Receipts of orders in the Region's bucket. */
export interface Receipts {
  /** Rejects when the bucket does not take it. */
  put(id: string): Promise<void>;
}

/** Where the receipt of an order is in the bucket. */
export const receiptKey = (id: string): string => `receipts/${encodeURIComponent(id)}`;
