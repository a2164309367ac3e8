import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { config, createdApp, type Resource, resourcesOf, templateOf } from './synthesized.ts';

const { primary, dr } = config.regions;
const app = createdApp();
const templates = [primary, dr].map((region): [string, Template] => [region, templateOf(app, `shop-services-${region}`)]);

describe.each(templates)('the load balancer in %s', (region, template) => {
  const [balancer] = resourcesOf(template, 'AWS::ElasticLoadBalancingV2::LoadBalancer');
  const attributes = Object.fromEntries(
    balancer?.Properties.LoadBalancerAttributes.map(({ Key, Value }: { Key: string; Value: unknown }) => [Key, Value]),
  );

  it('is public, in the two public subnets, under the name of dr.yml, and is not deleted by mistake', () => {
    expect(balancer?.Properties).toMatchObject({ Name: 'shop', Scheme: 'internet-facing', Type: 'application' });
    const subnets = JSON.stringify(balancer?.Properties.Subnets);
    expect(balancer?.Properties.Subnets).toHaveLength(2);
    expect(subnets.match(/VpcpublicSubnet/g)).toHaveLength(2);
    expect(attributes['deletion_protection.enabled']).toBe('true');
  });

  it('ends every connection of a client within 300 s, drops what is no header, and logs each request', () => {
    expect(attributes).toMatchObject({
      'client_keep_alive.seconds': '300',
      'idle_timeout.timeout_seconds': '60',
      'routing.http.drop_invalid_header_fields.enabled': 'true',
      'access_logs.s3.enabled': 'true',
    });
  });

  it('listens by HTTPS on 443 and nowhere else, with TLS 1.2 or 1.3', () => {
    const listeners = resourcesOf(template, 'AWS::ElasticLoadBalancingV2::Listener').map(({ Properties }) => Properties);
    expect(listeners).toEqual([
      expect.objectContaining({ Port: 443, Protocol: 'HTTPS', SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09' }),
    ]);
  });

  it('has a certificate for the domain and for its own name, by records in the zone', () => {
    template.hasResourceProperties('AWS::CertificateManager::Certificate', {
      DomainName: 'app.my-projects-aws.site',
      SubjectAlternativeNames: [`${region}.app.my-projects-aws.site`],
      ValidationMethod: 'DNS',
    });
  });

  it('is found by its own name, whose records look at no health', () => {
    const records = resourcesOf(template, 'AWS::Route53::RecordSet').map(({ Properties }) => Properties);
    expect(records.map(({ Name, Type }) => `${Name} ${Type}`)).toEqual([
      `${region}.app.my-projects-aws.site A`,
      `${region}.app.my-projects-aws.site AAAA`,
    ]);
    for (const { AliasTarget, HostedZoneId } of records) {
      expect(HostedZoneId).toBe(config.aws?.hostedZone.id);
      expect(AliasTarget).toMatchObject({
        EvaluateTargetHealth: false,
        DNSName: { 'Fn::GetAtt': [expect.any(String), 'DNSName'] },
      });
    }
  });

  it('sends /api/* to the backend and everything else to the frontend', () => {
    const groups = Object.entries(template.findResources('AWS::ElasticLoadBalancingV2::TargetGroup') as Record<string, Resource>);
    const groupOf = (path: string) => groups.find(([, { Properties }]) => Properties.HealthCheckPath === path)?.[0];
    const [listener] = resourcesOf(template, 'AWS::ElasticLoadBalancingV2::Listener');
    expect(listener?.Properties.DefaultActions).toEqual([{ Type: 'forward', TargetGroupArn: { Ref: groupOf('/health') } }]);
    const rules = resourcesOf(template, 'AWS::ElasticLoadBalancingV2::ListenerRule').map(({ Properties }) => Properties);
    expect(rules).toEqual([
      expect.objectContaining({
        Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/api/*'] } }],
        Actions: [{ Type: 'forward', TargetGroupArn: { Ref: groupOf('/api/health') } }],
      }),
    ]);
  });

  it('asks for health where no database is touched, every 10 s, and lets go of a task after 15', () => {
    const groups = resourcesOf(template, 'AWS::ElasticLoadBalancingV2::TargetGroup').map(({ Properties }) => Properties);
    expect(groups.map(({ HealthCheckPath }) => HealthCheckPath)).toEqual(['/health', '/api/health']);
    for (const group of groups) {
      expect(group).toMatchObject({
        ...{ TargetType: 'ip', Protocol: 'HTTP', Port: 8080, HealthCheckIntervalSeconds: 10, Matcher: { HttpCode: '200' } },
        ...{ HealthyThresholdCount: 2, UnhealthyThresholdCount: 3 },
      });
      expect(group.TargetGroupAttributes).toContainEqual({ Key: 'deregistration_delay.timeout_seconds', Value: '15' });
    }
  });
});
