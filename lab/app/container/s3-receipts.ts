import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type Receipts, receiptKey } from '../receipts.ts';

/** Receipts in a bucket of S3, which encrypts them with its own key. */
export const s3Receipts = (client: Pick<S3Client, 'send'>, bucket: string): Receipts => ({
  put: async (id) => {
    const content = { Body: JSON.stringify({ id }), ContentType: 'application/json' };
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: receiptKey(id), ...content }));
  },
});
