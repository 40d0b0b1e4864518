CREATE TABLE `saved_views` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`user_id` text NOT NULL,
	`name` text NOT NULL,
	`query` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `saved_views_name` ON `saved_views` (`organization_id`,`user_id`,`name`);--> statement-breakpoint
CREATE TABLE `session_marks` (
	`organization_id` text NOT NULL,
	`environment` text NOT NULL,
	`kind` text NOT NULL,
	`value` text NOT NULL,
	`created_at` integer NOT NULL,
	`session_id` text NOT NULL,
	PRIMARY KEY(`organization_id`, `environment`, `kind`, `value`, `created_at`, `session_id`),
	FOREIGN KEY (`session_id`) REFERENCES `verification_sessions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `session_marks_session` ON `session_marks` (`session_id`);--> statement-breakpoint
ALTER TABLE `verification_sessions` ADD `document_type` text;--> statement-breakpoint
ALTER TABLE `verification_sessions` ADD `issuing_state` text;--> statement-breakpoint
ALTER TABLE `verification_sessions` ADD `holder_name_sealed` blob;--> statement-breakpoint
ALTER TABLE `verification_sessions` ADD `assignee_id` text;