import type { StepId } from '../plans/plans.ts';
import { approval } from '../steps/approval.ts';
import { cutOver } from '../steps/cut-over.ts';
import { drillCopy } from '../steps/drill-copy.ts';
import { drillOpen } from '../steps/drill-open.ts';
import { drillPromote } from '../steps/drill-promote.ts';
import { drillRecord } from '../steps/drill-record.ts';
import { drillRemove } from '../steps/drill-remove.ts';
import { drillRestore } from '../steps/drill-restore.ts';
import { drillServices } from '../steps/drill-services.ts';
import { drillVerify } from '../steps/drill-verify.ts';
import { drillVerifyRemoval } from '../steps/drill-verify-removal.ts';
import { fence } from '../steps/fence.ts';
import { follow } from '../steps/follow.ts';
import { keep } from '../steps/keep.ts';
import { openTarget } from '../steps/open-target.ts';
import { preflight } from '../steps/preflight.ts';
import { promote } from '../steps/promote.ts';
import { prove } from '../steps/prove.ts';
import { ready } from '../steps/ready.ts';
import { rebuild } from '../steps/rebuild.ts';
import { record } from '../steps/record.ts';
import { recordKept } from '../steps/record-kept.ts';
import { restoreProperties } from '../steps/restore-properties.ts';
import { scale } from '../steps/scale.ts';
import { setAside } from '../steps/set-aside.ts';
import { settle } from '../steps/settle.ts';
import { shiftTraffic } from '../steps/shift-traffic.ts';
import { standbyServices } from '../steps/standby-services.ts';
import type { Step } from '../steps/step.ts';
import { stopSource } from '../steps/stop-source.ts';
import { verifyDns } from '../steps/verify-dns.ts';
import { verifyStorage } from '../steps/verify-storage.ts';
import { verifyTarget } from '../steps/verify-target.ts';

/** The step of every row of every plan: a row without one does not compile. */
export const steps: Readonly<Record<StepId, Step>> = {
  preflight,
  approval,
  'cut-over': cutOver,
  fence,
  ready,
  prove,
  settle,
  promote,
  'open-target': openTarget,
  scale,
  'verify-target': verifyTarget,
  'shift-traffic': shiftTraffic,
  'verify-dns': verifyDns,
  'stop-source': stopSource,
  record,
  keep,
  'set-aside': setAside,
  rebuild,
  'restore-properties': restoreProperties,
  follow,
  'standby-services': standbyServices,
  'verify-storage': verifyStorage,
  'record-kept': recordKept,
  'drill-copy': drillCopy,
  'drill-restore': drillRestore,
  'drill-promote': drillPromote,
  'drill-open': drillOpen,
  'drill-services': drillServices,
  'drill-verify': drillVerify,
  'drill-remove': drillRemove,
  'drill-verify-removal': drillVerifyRemoval,
  'drill-record': drillRecord,
};

/** The step with that id; a row that no plan has is a mistake in the state machine. */
export function stepOf(id: string): Step {
  const step = Object.entries(steps).find(([name]) => name === id)?.[1];
  if (step === undefined) throw new Error(`There is no step ${id}.`);
  return step;
}
