import { done, failed, working } from '../domain/answer.ts';
import { unplannedBy } from '../domain/unplanned.ts';
import { isFenced } from './fence.ts';
import { proofOf } from './proof.ts';
import { letReplay } from './settle.ts';
import { evidenceOf, type Step } from './step.ts';

/**
 * Proves that nothing is lost: after the fence the source commits a marker, and the target has to show it and to have replayed
 * past it while the fence still holds. It settles for less only where two people made the move an unplanned one.
 */
export const prove: Step = {
  async ask(scene) {
    const { world, run } = scene;
    if (unplannedBy(scene) !== null) return letReplay(scene);
    if (evidenceOf(scene, 'fence').outcome !== 'fenced')
      return failed('Refused', `${run.from} is not fenced, so nothing is proved.`);
    const mark = await world.agent.mark(run.from, { run: run.id, epoch: run.epoch });
    const [source, target] = await Promise.all([world.agent.observe(run.from), world.agent.observe(run.to)]);
    if (!isFenced(source)) return failed('Refused', `Somebody gave the writers of ${run.from} their login back.`);
    if (!target.inRecovery) return failed('Refused', `${run.to} was promoted by somebody else before it was proved complete.`);
    const { holds, evidence, behind } = proofOf(run, target, mark);
    return holds
      ? done(`${run.to} has every write of ${run.from}.`, evidence)
      : working(`${run.to} is ${behind} bytes behind the marker in ${run.from}.`);
  },
};
