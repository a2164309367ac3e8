import type { Front } from './gateway/gateway.ts';
import type { Reply } from './gateway/http.ts';

/** What AWS gives to every account: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
const FARGATE_VCPUS = 6;

const json = (status: number, body: object): Reply => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: Buffer.from(JSON.stringify(body)),
});

/**
 * Service Quotas of an account that never asked for more, in the place of moto, which does not know defaults: an applied value
 * that was never set is a NoSuchResourceException.
 * https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html
 * Who asks for more is told that it is being looked at.
 * https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_RequestServiceQuotaIncrease.html
 */
export const quotasFront: Front = async ({ action, parameters }) => {
  const { ServiceCode, QuotaCode } = parameters;
  if (action === 'servicequotas:GetAWSDefaultServiceQuota') {
    return json(200, { Quota: { ServiceCode, QuotaCode, Value: FARGATE_VCPUS, Adjustable: true } });
  }
  if (action === 'servicequotas:RequestServiceQuotaIncrease') {
    return json(200, { RequestedQuota: { Id: 'asked', Status: 'PENDING', ...parameters } });
  }
  return json(400, { __type: 'NoSuchResourceException', Message: `No quota ${QuotaCode} was applied to this account.` });
};
