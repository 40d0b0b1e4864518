CREATE TABLE `field_corrections` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`session_id` text NOT NULL,
	`name` text NOT NULL,
	`body_sealed` blob NOT NULL,
	`corrected_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`superseded_at` integer,
	FOREIGN KEY (`session_id`) REFERENCES `verification_sessions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `field_corrections_session` ON `field_corrections` (`session_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `resubmissions` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`session_id` text NOT NULL,
	`slot` text NOT NULL,
	`number` integer NOT NULL,
	`reason_codes` text NOT NULL,
	`requested_by` text NOT NULL,
	`comment_sealed` blob,
	`applicant_comment_sealed` blob,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`session_id`) REFERENCES `verification_sessions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `resubmissions_number` ON `resubmissions` (`session_id`,`number`);--> statement-breakpoint
CREATE TABLE `review_claims` (
	`session_id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`user_id` text NOT NULL,
	`claimed_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`session_id`) REFERENCES `verification_sessions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `review_claims_user` ON `review_claims` (`organization_id`,`user_id`);--> statement-breakpoint
CREATE TABLE `review_proposals` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`session_id` text NOT NULL,
	`outcome` text NOT NULL,
	`reason_codes` text NOT NULL,
	`proposed_by` text NOT NULL,
	`state` text NOT NULL,
	`comment_sealed` blob,
	`applicant_comment_sealed` blob,
	`created_at` integer NOT NULL,
	`closed_at` integer,
	FOREIGN KEY (`session_id`) REFERENCES `verification_sessions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `review_proposals_session` ON `review_proposals` (`session_id`,`state`);--> statement-breakpoint
ALTER TABLE `decisions` ADD `applicant_comment_sealed` blob;--> statement-breakpoint
ALTER TABLE `verification_sessions` ADD `requested_slot` text;--> statement-breakpoint
CREATE INDEX `verification_sessions_queue` ON `verification_sessions` (`organization_id`,`environment`,`review_status`,`status`,`completed_at`,`id`);