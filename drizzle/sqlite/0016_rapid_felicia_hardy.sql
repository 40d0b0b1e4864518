DROP INDEX `verification_sessions_external`;--> statement-breakpoint
DROP INDEX `verification_sessions_status`;--> statement-breakpoint
DROP INDEX `verification_sessions_review`;--> statement-breakpoint
CREATE INDEX `verification_sessions_to_be_counted` ON `verification_sessions` (`id`) WHERE coalesce(retention_from, 0) = 0 and (status || '' in ('expired', 'canceled') or (status || '' = 'completed' and review_status || '' in ('approved', 'rejected')));--> statement-breakpoint
CREATE INDEX `verification_sessions_counted_too_early` ON `verification_sessions` (`id`) WHERE coalesce(retention_from, 0) > 0 and status || '' in ('capturing', 'processing', 'completed') and not (status || '' in ('expired', 'canceled') or (status || '' = 'completed' and review_status || '' in ('approved', 'rejected')));--> statement-breakpoint
CREATE INDEX `verification_sessions_external` ON `verification_sessions` (`organization_id`,`environment`,`external_user_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `verification_sessions_status` ON `verification_sessions` (`organization_id`,`environment`,`status`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `verification_sessions_review` ON `verification_sessions` (`organization_id`,`environment`,`review_status`,`created_at`,`id`);