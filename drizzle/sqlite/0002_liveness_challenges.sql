CREATE TABLE `liveness_challenges` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`session_id` text NOT NULL,
	`actions` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`extensions` integer NOT NULL,
	`answered_at` integer,
	`evidence_id` text,
	`frames_digest` text,
	FOREIGN KEY (`session_id`) REFERENCES `verification_sessions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `liveness_challenges_session` ON `liveness_challenges` (`session_id`);--> statement-breakpoint
CREATE INDEX `liveness_challenges_digest` ON `liveness_challenges` (`organization_id`,`frames_digest`);