import type { Call } from '../gateway/call.ts';
import type { Front } from '../gateway/gateway.ts';
import { withText } from '../gateway/xml.ts';
import type { LabBinding, LabOf } from '../lab-binding.ts';

/** Where tasks of drills answer in their network: nobody else has these addresses. */
export const taskAddress = (services: readonly string[], service: string): string => `10.255.0.${services.indexOf(service) + 1}`;

/** Answers ECS about tasks that drills start: moto keeps them, the lab runs their processes. */
export function drillTasksFront(labOf: LabOf, services: readonly string[], others: Front): Front {
  return async (call, ask, request) => {
    const { parameters, action, region } = call;
    const asked = [parameters.services, parameters.service].flat().map(String);
    if (!action.endsWith('Task') && !action.endsWith('Tasks')) {
      return asked.some((name) => name.endsWith('-drill')) ? ask() : others(call, ask, request);
    }
    const lab = labOf(String(parameters.cluster));
    const started = tagOf(parameters as unknown as Tagged, 'dr:drill');
    if (action === 'ecs:RunTask' && started !== null) await lab.drill(region, started.toLowerCase(), 'start');
    const reply = await ask();
    if (reply.status !== 200) return reply;
    const body = JSON.parse(reply.body.toString('utf8')) as { readonly tasks?: readonly MotoTask[] };
    if (body.tasks === undefined) return reply;
    const tasks = await Promise.all(body.tasks.map((task) => retell(lab, call, services, task)));
    return withText(reply, JSON.stringify({ ...body, tasks }));
  };
}

interface Tagged {
  readonly tags?: readonly { readonly key: string; readonly value: string }[];
}
interface MotoTask extends Tagged {
  readonly desiredStatus: string;
  readonly attachments?: readonly { readonly details: readonly { readonly name: string; readonly value: string }[] }[];
}

const tagOf = ({ tags = [] }: Tagged, name: string): string | null => tags.find(({ key }) => key === name)?.value ?? null;

async function retell(lab: LabBinding, { region }: Call, services: readonly string[], task: MotoTask): Promise<object> {
  const [run, service] = [tagOf(task, 'dr:drill'), tagOf(task, 'dr:service')];
  if (run === null || service === null || task.desiredStatus === 'STOPPED') return task;
  const { tasks } = await lab.lookAtDrill(region, run.toLowerCase());
  const isRunning = tasks.some((each) => each.service === service && each.state === 'running');
  const value = taskAddress(services, service);
  const attachments = (task.attachments ?? []).map((attachment) => ({
    ...attachment,
    details: attachment.details.map((each) => (each.name === 'privateIPv4Address' ? { ...each, value } : each)),
  }));
  return { ...task, attachments, lastStatus: isRunning ? 'RUNNING' : 'PROVISIONING' };
}
