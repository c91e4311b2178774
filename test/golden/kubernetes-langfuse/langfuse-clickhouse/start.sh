#!/bin/sh
set -u
keep() {
  until clickhouse-client --host=127.0.0.1 --port=9000 --queries-file=/etc/agentobs/langfuse-clickhouse/retention.sql; do
    echo "retention is set as soon as Langfuse has made its tables" >&2
    sleep 10
  done
}
keep &
exec clickhouse-server --config-file=/etc/agentobs/langfuse-clickhouse/config.yaml
