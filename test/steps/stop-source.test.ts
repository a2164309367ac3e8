import { describe, expect, it } from 'vitest';
import { stopSource } from '../../orchestrator/steps/stop-source.ts';
import { primary } from '../scenarios/rehearsal.ts';
import { callsOf, makeSetting } from './setting.ts';

describe('stopping the services that are left', () => {
  it('is done once none is wanted any more', async () => {
    const setting = await makeSetting();
    expect(await stopSource.ask(await setting.scene())).toEqual({
      status: 'working',
      why: `Stopping frontend and backend in ${primary}.`,
    });
    expect(await stopSource.ask(await setting.scene())).toMatchObject({ status: 'done' });
    expect(Object.values(await setting.world.services.look(primary)).map(({ min, desired }) => [min, desired])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(callsOf(setting, 'services', 'scale')).toBe(2);
  });

  it('lowers a minimum that would start them again', async () => {
    const setting = await makeSetting();
    for (const service of ['frontend', 'backend'])
      await setting.world.services.scale(primary, service, { min: service === 'backend' ? 1 : 0, desired: 0 });
    expect(await stopSource.ask(await setting.scene())).toMatchObject({ why: `Stopping backend in ${primary}.` });
  });
});
