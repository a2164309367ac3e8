import { InvokeCommand } from '@aws-sdk/client-lambda';
import { agentOver, type Send } from '../agent/agent-over.ts';
import { AgentReply } from '../agent/reply.ts';
import type { Application, Config } from '../config.ts';
import { Refused, Unavailable } from '../domain/errors.ts';
import type { Region } from '../domain/region.ts';
import type { Agent } from '../ports/world.ts';
import type { Clients } from './clients.ts';
import { applicationOnAws, arnsInBoth, sideOf } from './deployment.ts';
import { askFor } from './errors.ts';
import type { Permission, PermissionsOf } from './permissions.ts';

/**
 * How Lambda reports an agent that was cut short rather than one that threw: its time was up, or its process died.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
 */
const CUT_SHORT = /Task timed out after|Runtime exited|Sandbox\.Timedout|Runtime\.ExitError/;

/** The Regions' agents: Lambda functions inside the Regions' networks, invoked from the control Region. */
export function lambdaAgent(config: Config, application: Application, clients: Pick<Clients, 'agents'>): Agent {
  const { agents } = applicationOnAws(application);

  const send: Send = async (region, answer, request) => {
    const name = agents[sideOf(config, region)];
    const { FunctionError, Payload } = await askFor(`The agent ${name} in ${region}`, () =>
      clients.agents(region).send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(request) })),
    );
    const text = Payload === undefined ? '' : new TextDecoder().decode(Payload);
    if (FunctionError !== undefined) throw crashed(`The agent ${name} in ${region}`, text);
    return answer.parse(heard(AgentReply.parse(JSON.parse(text)), region));
  };

  return agentOver(send, application);
}

function heard(reply: AgentReply, region: Region): unknown {
  if ('answer' in reply) return reply.answer;
  const message = `${region}: ${reply.message}`;
  throw reply.error === 'Refused' ? new Refused(message) : new Unavailable(message);
}

/** An agent that was cut short is asked again; one that threw has a bug, and is not to be waited for. */
function crashed(who: string, payload: string): Error {
  return CUT_SHORT.test(payload) ? new Unavailable(`${who} was cut short: ${payload}`) : new Error(`${who} failed: ${payload}`);
}

const invoke: readonly Permission[] = [
  {
    actions: ['lambda:InvokeFunction'],
    resources: (config, application) =>
      arnsInBoth(config, 'lambda', (side) => `function:${applicationOnAws(application).agents[side]}`),
  },
];

/** What the agent's methods need. */
export const agentPermissions: PermissionsOf<Agent> = {
  observe: invoke,
  fence: invoke,
  open: invoke,
  mark: invoke,
  stranded: invoke,
};
