/** Stops the lab on Ctrl-C and SIGTERM, then ends the process with the code shells expect; answers how to take that back. */
export function stopOnSignals(stop: () => Promise<void>): () => void {
  const onSignal = (_: NodeJS.Signals, number: number): void => {
    void stop().finally(() => process.exit(128 + number));
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return () => process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
}
