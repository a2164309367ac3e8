import { startWorld } from '../../lab/world.ts';

/** A process that starts a world, says where its databases are, and goes on until it is ended. */
const world = await startWorld({ users: 2 });
const server = await world.judge.connect(world.config.regions.primary, 'postgres');
const { rows } = await server.query<{ data: string }>("select current_setting('data_directory') as data");
await server.end();
process.send?.(rows[0]?.data);
