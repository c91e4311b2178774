ALTER TABLE default.events_full MODIFY TTL toDateTime(start_time) + INTERVAL 30 DAY;
ALTER TABLE default.events_core MODIFY TTL toDateTime(start_time) + INTERVAL 30 DAY;
ALTER TABLE default.scores MODIFY TTL toDateTime(timestamp) + INTERVAL 30 DAY;
ALTER TABLE default.blob_storage_file_log MODIFY TTL toDateTime(created_at) + INTERVAL 30 DAY;
