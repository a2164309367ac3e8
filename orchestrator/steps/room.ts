import type { Application } from '../config.ts';

/** How many tasks autoscaling may make of a service in the Region that is used: what dr.yml says of the primary, whichever that is. */
export const roomOf = ({ services }: Application, service: string): number => services[service]?.primary.max ?? 0;

/** The same in the Region that stands by. */
export const standbyRoomOf = ({ services }: Application, service: string): number => services[service]?.dr.max ?? 0;
