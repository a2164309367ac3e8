const REFERENCE = 'https://docs.aws.amazon.com/service-authorization/latest/reference';

/** Pages of the Service Authorization Reference: which resources an action of that service takes, and which it depends on. */
export const REFERENCE_OF = {
  autoscaling: `${REFERENCE}/list_awsapplicationautoscaling.html`,
  cloudwatch: `${REFERENCE}/list_amazoncloudwatch.html`,
  costs: `${REFERENCE}/list_awscostexplorerservice.html`,
  dynamodb: `${REFERENCE}/list_amazondynamodb.html`,
  ec2: `${REFERENCE}/list_amazonec2.html`,
  ecs: `${REFERENCE}/list_amazonelasticcontainerservice.html`,
  balancing: `${REFERENCE}/list_awselasticloadbalancingv2.html`,
  kms: `${REFERENCE}/list_awskeymanagementservice.html`,
  lambda: `${REFERENCE}/list_awslambda.html`,
  login: `${REFERENCE}/list_amazonrdsiamauthentication.html`,
  quotas: `${REFERENCE}/list_servicequotas.html`,
  rds: `${REFERENCE}/list_amazonrds.html`,
  route53: `${REFERENCE}/list_amazonroute53.html`,
  secrets: `${REFERENCE}/list_awssecretsmanager.html`,
  s3: `${REFERENCE}/list_amazons3.html`,
  states: `${REFERENCE}/list_awsstepfunctions.html`,
} as const;
