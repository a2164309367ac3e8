import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { z } from 'zod';
import { agentOver, type Send } from '../agent/agent-over.ts';
import { AgentReply } from '../agent/reply.ts';
import { DUTIES, type Duty } from '../agent/request.ts';
import type { Application, Config } from '../config.ts';
import { Refused, Unavailable } from '../domain/errors.ts';
import type { Region } from '../domain/region.ts';
import type { Agent } from '../ports/world.ts';
import type { Clients } from './clients.ts';
import { applicationOnAws, arnsInBoth, type Side, sideOf } from './deployment.ts';
import { askFor } from './errors.ts';
import type { Permission, PermissionsOf } from './permissions.ts';

/**
 * How Lambda reports an agent that was cut short rather than one that threw: its time was up, or its process died.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
 */
const CUT_SHORT = /Task timed out after|Runtime exited|Sandbox\.Timedout|Runtime\.ExitError/;

/**
 * An agent is two functions with the same code, so that who only looks cannot act: dr.yml names the one that looks, and the
 * one that acts is named after it.
 */
export const agentFunctionName = (name: string, duty: Duty): string => (duty === 'look' ? name : `${name}-act`);

/** The function of an application's agent that has that duty, by its name. */
export const agentFunction = (application: Application, side: Side, duty: Duty): string =>
  agentFunctionName(applicationOnAws(application).agents[side], duty);

/** Carries requests to the agents of both Regions. */
export function sendToAgents(config: Config, application: Application, clients: Pick<Clients, 'agents'>): Send {
  return async (region, answer, request) => {
    const name = agentFunction(application, sideOf(config, region), DUTIES[request.ask]);
    const { FunctionError, Payload } = await askFor(`The agent ${name} in ${region}`, () =>
      clients.agents(region).send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(request) })),
    );
    const text = Payload === undefined ? '' : new TextDecoder().decode(Payload);
    if (FunctionError !== undefined) throw crashed(`The agent ${name} in ${region}`, text);
    return read(answer, heard(read(AgentReply, jsonOf(text), name, region), region), name, region);
  };
}

/** The Regions' agents: Lambda functions inside the Regions' networks, invoked from the control Region. */
export function lambdaAgent(config: Config, application: Application, clients: Pick<Clients, 'agents'>): Agent {
  return agentOver(sendToAgents(config, application, clients), application);
}

/** Control plane and agents are deployed apart: what cannot be read may be of another version, and ends with a deployment. */
function read<Shape extends z.ZodType>(shape: Shape, value: unknown, name: string, region: Region): z.output<Shape> {
  const { success, data, error } = shape.safeParse(value);
  if (success) return data;
  throw new Unavailable(
    `The agent ${name} in ${region} answers what the control plane cannot read. Their versions may differ: deploy both.`,
    { cause: error },
  );
}

/** Undefined where it is no JSON: no shape takes that. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function heard(reply: AgentReply, region: Region): unknown {
  if ('answer' in reply) return reply.answer;
  const message = `${region}: ${reply.message}`;
  throw reply.error === 'Refused' ? new Refused(message) : new Unavailable(message);
}

/**
 * An agent that was cut short is asked again. One that threw is not to be waited for, and says what people have to know: a source whose disk is broken
 * can be left then, and a target cannot be gone to.
 */
function crashed(who: string, payload: string): Error {
  const Kind = CUT_SHORT.test(payload) ? Unavailable : Refused;
  return new Kind(`${who} ${Kind === Unavailable ? 'was cut short' : 'failed'}: ${payload}`);
}

const invoke = (duty: Duty): readonly Permission[] => [
  {
    actions: ['lambda:InvokeFunction'],
    resources: (config, application) =>
      arnsInBoth(config, 'lambda', (side) => `function:${agentFunction(application, side, duty)}`),
  },
];
/** What asking an agent needs, by what the request does. */
export const [look, act] = [invoke('look'), invoke('act')];

/** What the agent's methods need. */
export const agentPermissions: PermissionsOf<Agent> = {
  observe: look,
  fence: act,
  open: act,
  mark: act,
  stranded: look,
};
