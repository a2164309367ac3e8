import { done, working } from '../domain/answer.ts';
import type { Step } from './step.ts';

/** Reads and writes through the target's own load balancer, as a user would, before any user is sent there. */
export const verifyTarget: Step = {
  async ask({ world, run }) {
    const { region, readOk, writeOk } = await world.probe.throughBalancer(run.to);
    if (region !== run.to) return working(`The load balancer of ${run.to} was answered by ${region}.`);
    if (!readOk) return working(`Reading through the load balancer of ${run.to} fails.`);
    if (!writeOk) return working(`Writing through the load balancer of ${run.to} fails.`);
    return done(`${run.to} reads and writes through its own load balancer.`);
  },
};
