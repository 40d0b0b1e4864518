CREATE TABLE `rate_limit_buckets` (
	`bucket` text PRIMARY KEY NOT NULL,
	`full_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `rate_limit_buckets_full` ON `rate_limit_buckets` (`full_at`);--> statement-breakpoint
CREATE TABLE `webhook_defaults` (
	`organization_id` text NOT NULL,
	`environment` text NOT NULL,
	`url` text NOT NULL,
	`secret_sealed` blob NOT NULL,
	`previous_secret_sealed` blob,
	`previous_until` integer,
	`updated_by` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `environment`),
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `webhook_endpoints` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`environment` text NOT NULL,
	`url` text NOT NULL,
	`failures` integer NOT NULL,
	`open_until` integer,
	`paused_at` integer,
	`last_delivered_at` integer,
	`last_failed_at` integer,
	`last_error` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `webhook_endpoints_organization` ON `webhook_endpoints` (`organization_id`,`environment`,`created_at`);--> statement-breakpoint
DROP INDEX `jobs_due`;--> statement-breakpoint
CREATE INDEX `jobs_group` ON `jobs` (`group_key`,`run_at`);--> statement-breakpoint
CREATE INDEX `jobs_due` ON `jobs` (`lane`,`dead_at`,`run_at`,`group_key`,`locked_until`);--> statement-breakpoint
ALTER TABLE `webhook_events` ADD `uses_default` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `webhook_events_state` ON `webhook_events` (`organization_id`,`environment`,`state`,`created_at`);--> statement-breakpoint
UPDATE `jobs` SET `lane` = 'delivery' WHERE `kind` IN ('deliverWebhook', 'resendWebhook');