import type { Reply } from '../gateway/http.ts';

/** S3 refuses: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export const accessDenied: Reply = {
  status: 403,
  headers: { 'content-type': 'application/xml' },
  body: Buffer.from(
    '<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
  ),
};

/** A service does not work for now: https://docs.aws.amazon.com/general/latest/gr/api-retries.html */
export const unavailable: Reply = {
  status: 503,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: Buffer.from(JSON.stringify({ __type: 'ServiceUnavailableException', message: 'Service Unavailable' })),
};

/** A service that speaks JSON refuses: https://docs.aws.amazon.com/general/latest/gr/CommonErrors.html */
export const refusedByJson: Reply = {
  status: 400,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: Buffer.from(JSON.stringify({ __type: 'AccessDeniedException', message: 'Access Denied' })),
};

/** A service that speaks XML does not work for now: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/CommonErrors.html */
export const unavailableByXml: Reply = {
  status: 503,
  headers: { 'content-type': 'text/xml' },
  body: Buffer.from('<ErrorResponse><Error><Type>Receiver</Type><Code>ServiceUnavailable</Code></Error></ErrorResponse>'),
};
