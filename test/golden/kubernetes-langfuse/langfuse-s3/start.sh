#!/bin/sh
set -u
tell() { echo "$1" | weed shell -master=127.0.0.1:9333; }
# Its shell says what went wrong in words only: what it shows has to show it.
hold() {
  until tell "$2" | grep -q "$1"; do
    tell "$3" >&2
    sleep 2
  done
}
set_up() {
  hold '^ *langfuse[[:space:]]' s3.bucket.list 's3.bucket.create -name langfuse'
  hold '"30d"' fs.configure     'fs.configure -locationPrefix=/buckets/langfuse/events/ -ttl=30d -apply'
}
set_up &
exec weed -logtostderr=true server "$@"
