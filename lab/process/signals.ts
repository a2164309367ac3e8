const stops = new Set<() => Promise<void>>();

function onSignal(_: NodeJS.Signals, number: number): void {
  void Promise.allSettled([...stops].map((stop) => stop())).then(() => process.exit(128 + number));
}

/** Stops what is given, beside whatever else does, on Ctrl-C and SIGTERM, then ends the process with the code shells expect; answers how to take that back. */
export function stopOnSignals(stop: () => Promise<void>): () => void {
  if (stops.size === 0) process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  stops.add(stop);
  return () => {
    stops.delete(stop);
    if (stops.size === 0) process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  };
}
