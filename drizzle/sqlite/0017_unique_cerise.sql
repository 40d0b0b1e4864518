DROP INDEX `jobs_due`;--> statement-breakpoint
DROP INDEX `jobs_locked`;--> statement-breakpoint
ALTER TABLE `jobs` ADD `owner_key` text;--> statement-breakpoint
CREATE INDEX `jobs_due` ON `jobs` (`lane`,`dead_at`,`run_at`,`group_key`,`owner_key`,`locked_until`);--> statement-breakpoint
CREATE INDEX `jobs_locked` ON `jobs` (`locked_until`,`group_key`,`owner_key`);--> statement-breakpoint
ALTER TABLE `webhook_attempts` ADD `resend_after` integer;