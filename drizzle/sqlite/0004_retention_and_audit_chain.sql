CREATE TABLE `audit_links` (
	`position` integer PRIMARY KEY NOT NULL,
	`event_id` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `audit_links_event_id_unique` ON `audit_links` (`event_id`);--> statement-breakpoint
CREATE TABLE `clock_watch` (
	`name` text PRIMARY KEY NOT NULL,
	`trusted_at` integer NOT NULL,
	`seen_at` integer NOT NULL,
	`doubted_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `organization_retention` (
	`organization_id` text PRIMARY KEY NOT NULL,
	`selfie_days` integer,
	`document_days` integer,
	`record_days` integer,
	`updated_by` text NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `verification_sessions` ADD `retention_from` integer;--> statement-breakpoint
CREATE INDEX `verification_sessions_retention` ON `verification_sessions` (`retention_from`);