/** Settings both servers of the lab run with, besides PostgreSQL's own defaults. */
export const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '32MB',
  dynamic_shared_memory_type: 'mmap',
  max_connections: '60',
  max_prepared_transactions: '8',
  max_wal_senders: '4',
  wal_level: 'replica',
  hot_standby: 'on',
  wal_keep_size: '256MB',
  track_commit_timestamp: 'on',
  // Promotion right after the primary's death waits this long for more of its log.
  wal_retrieve_retry_interval: '100ms',
  wal_receiver_status_interval: '1s',
  wal_receiver_timeout: '2s',
  wal_sender_timeout: '5s',
  // Power never fails here, processes do: what the operating system holds outlives every kill of the lab.
  fsync: 'off',
  log_connections: '',
};

/** Settings as command-line arguments of `postgres` and `initdb`. */
export function toArguments(settings: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
