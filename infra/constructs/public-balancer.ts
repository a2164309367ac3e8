import { Duration } from 'aws-cdk-lib';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import { type ISecurityGroup, type IVpc, SubnetType } from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  SslPolicy,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { CfnRecordSet, HostedZone } from 'aws-cdk-lib/aws-route53';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { LONGEST_KEEP_ALIVE_S } from '../../orchestrator/aws/readiness/keep-alive.ts';
import { Refused } from '../../orchestrator/domain/errors.ts';

/** What a Region's load balancer is made of. */
export interface PublicBalancerProps {
  readonly name: string;
  /** The domain that users know. */
  readonly domain: string;
  /** The name of this Region's load balancer, below the zone. */
  readonly ownName: string;
  readonly zone: { readonly id: string; readonly name: string };
  readonly vpc: IVpc;
  readonly group: ISecurityGroup;
  readonly logs: IBucket;
}

/** Shorter than the application keeps its own end open: see `lab/app/container/serve.ts`. */
const IDLE_TIMEOUT = Duration.seconds(60);

/**
 * The load balancer of one Region: HTTPS alone, with a certificate for the domain and for its own name, which leads to it. The
 * domain's records, which choose a Region, are elsewhere.
 */
export class PublicBalancer extends Construct {
  /** What nobody's paths take goes nowhere until a service takes it. */
  readonly listener: ApplicationListener;

  constructor(scope: Construct, id: string, { name, domain, ownName, zone, vpc, group, logs }: PublicBalancerProps) {
    super(scope, id);
    if (!ownName.endsWith(`.${zone.name}`)) {
      throw new Refused(
        `${ownName} is not below ${zone.name}: dr.yml's balancers need a url in the zone, for their certificate.`,
      );
    }
    const hostedZone = HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId: zone.id, zoneName: zone.name });
    const certificate = new Certificate(this, 'Certificate', {
      domainName: domain,
      subjectAlternativeNames: [ownName],
      validation: CertificateValidation.fromDns(hostedZone),
    });
    const balancer = new ApplicationLoadBalancer(this, 'Balancer', {
      loadBalancerName: name,
      internetFacing: true,
      vpc,
      vpcSubnets: { subnetType: SubnetType.PUBLIC },
      securityGroup: group,
      deletionProtection: true,
      dropInvalidHeaderFields: true,
      idleTimeout: IDLE_TIMEOUT,
      clientKeepAlive: Duration.seconds(LONGEST_KEEP_ALIVE_S),
    });
    balancer.logAccessLogs(logs, 'balancer');
    this.listener = new ApplicationListener(this, 'Https', {
      loadBalancer: balancer,
      port: 443,
      protocol: ApplicationProtocol.HTTPS,
      certificates: [certificate],
      // What AWS recommends: TLS 1.2 and 1.3, post-quantum where the client can.
      // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
      sslPolicy: SslPolicy.TLS13_12_RES_PQ,
      open: false,
    });
    // The balancer has no IPv6 address, so AAAA answers that there is none; the domain's records are aliases of both.
    for (const type of ['A', 'AAAA']) {
      new CfnRecordSet(this, type, {
        hostedZoneId: zone.id,
        name: ownName,
        type,
        aliasTarget: {
          dnsName: balancer.loadBalancerDnsName,
          hostedZoneId: balancer.loadBalancerCanonicalHostedZoneId,
          evaluateTargetHealth: false,
        },
      });
    }
  }
}
