CREATE TABLE `liveness_frames` (
	`challenge_id` text NOT NULL,
	`organization_id` text NOT NULL,
	`session_id` text NOT NULL,
	`digest` text NOT NULL,
	PRIMARY KEY(`challenge_id`, `digest`),
	FOREIGN KEY (`challenge_id`) REFERENCES `liveness_challenges`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`session_id`) REFERENCES `verification_sessions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `liveness_frames_digest` ON `liveness_frames` (`organization_id`,`digest`);--> statement-breakpoint
CREATE INDEX `liveness_frames_session` ON `liveness_frames` (`session_id`);