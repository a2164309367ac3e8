import { type CfnSecurityGroup, type IVpc, Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { prefixListOf } from '../prefix-list.ts';
import { acknowledge } from './acknowledge.ts';

/** What the rules between the groups of a network depend on. */
export interface NetworkGroupsProps {
  readonly vpc: IVpc;
  readonly region: string;
  /** Ports that services listen on. */
  readonly servicePorts: readonly number[];
}

const HTTPS = Port.tcp(443);
const POSTGRES = Port.tcp(5432);
/**
 * A group that is made without a rule outwards is let out everywhere, and CDK takes its own rule away where it adds one beside the
 * group. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
 */
const NOWHERE = { CidrIp: '127.0.0.1/32', IpProtocol: '-1', Description: 'Nowhere but by the rules beside this group' };

/**
 * The security groups of a network, and all that they allow: each opens to the groups that have to reach it and to nobody else,
 * outwards as inwards. A rule that both sides need is one line here.
 */
export class NetworkGroups extends Construct {
  /** The load balancer: the one group that the world reaches, by HTTPS. */
  readonly balancer: SecurityGroup;
  /** The tasks of the services. */
  readonly services: SecurityGroup;
  readonly database: SecurityGroup;
  /** The agent's functions. */
  readonly agent: SecurityGroup;
  /** What holds the master user's password: the bootstrap of roles and the rotation of secrets. */
  readonly administration: SecurityGroup;
  /** The interface endpoints. */
  readonly endpoints: SecurityGroup;
  /** The tasks of drills: no load balancer leads to them, and no database of the application lets them in. */
  readonly drillTasks: SecurityGroup;
  /** The copies of the database that drills make: no service gets in. */
  readonly drillDatabase: SecurityGroup;

  constructor(scope: Construct, id: string, { vpc, region, servicePorts }: NetworkGroupsProps) {
    super(scope, id);
    const group = (name: string, description: string) => {
      const made = new SecurityGroup(this, name, { vpc, description, allowAllOutbound: false });
      (made.node.defaultChild as CfnSecurityGroup).addPropertyOverride('SecurityGroupEgress', [NOWHERE]);
      return made;
    };
    this.balancer = group('Balancer', 'Load balancer of the services');
    this.services = group('Services', 'Tasks of the services');
    this.database = group('Database', 'PostgreSQL');
    this.agent = group('Agent', 'Agent of the DR platform');
    this.administration = group('Administration', 'Bootstrap of roles and rotation of secrets');
    this.endpoints = group('Endpoints', 'Interface endpoints of AWS services');
    this.drillTasks = group('DrillTasks', 'Tasks of drills');
    this.drillDatabase = group('DrillDatabase', 'Copies of the database for drills');

    this.balancer.addIngressRule(Peer.anyIpv4(), HTTPS, 'Users');
    acknowledge(this.balancer, 'AwsSolutions-EC23', {
      '': 'It is the public load balancer: users come from anywhere, by HTTPS.',
    });
    for (const port of new Set(servicePorts)) opens(this.balancer, this.services, Port.tcp(port), 'Requests and health checks');
    opens(this.services, this.database, POSTGRES, 'Queries of the application');
    opens(this.agent, this.database, POSTGRES, 'Looks, fences and markers');
    opens(this.administration, this.database, POSTGRES, 'Roles, grants and passwords');
    opens(this.services, this.endpoints, HTTPS, 'Images, logs, secrets and keys');
    opens(this.administration, this.endpoints, HTTPS, 'Secrets');
    opens(this.drillTasks, this.drillDatabase, POSTGRES, 'Queries of the application in a drill');
    opens(this.agent, this.drillDatabase, POSTGRES, 'Looks and markers in a drill');
    opens(this.drillTasks, this.endpoints, HTTPS, 'Images, logs, secrets and keys');
    for (const port of new Set(servicePorts)) opens(this.agent, this.drillTasks, Port.tcp(port), 'Reads and writes of a drill');
    // The agent signs its tokens itself and logs through Lambda, so that it needs no interface endpoint.
    const s3 = Peer.prefixList(prefixListOf(region, 's3'));
    this.services.addEgressRule(s3, HTTPS, 'Image layers and the bucket of the application');
    this.drillTasks.addEgressRule(s3, HTTPS, 'Image layers');
    this.agent.addEgressRule(Peer.prefixList(prefixListOf(region, 'dynamodb')), HTTPS, 'Records of the platform');
  }
}

function opens(from: SecurityGroup, to: SecurityGroup, port: Port, why: string): void {
  from.addEgressRule(to, port, why);
  to.addIngressRule(from, port, why);
}
