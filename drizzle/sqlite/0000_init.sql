CREATE TABLE `analyses` (
	`evidence_id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`session_id` text NOT NULL,
	`slot` text NOT NULL,
	`body_sealed` blob NOT NULL,
	`template_sealed` blob,
	`model_hashes` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`evidence_id`) REFERENCES `evidence`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`session_id`) REFERENCES `verification_sessions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `analyses_session` ON `analyses` (`session_id`);--> statement-breakpoint
CREATE TABLE `applicant_credentials` (
	`hash` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`session_id` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`session_id`) REFERENCES `verification_sessions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `applicant_credentials_session` ON `applicant_credentials` (`session_id`);--> statement-breakpoint
CREATE TABLE `artifacts` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`session_id` text NOT NULL,
	`evidence_id` text NOT NULL,
	`slot` text NOT NULL,
	`kind` text NOT NULL,
	`media_type` text NOT NULL,
	`width` integer,
	`height` integer,
	`byte_length` integer NOT NULL,
	`blob_key` text NOT NULL,
	`wrapped_key` blob NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`session_id`) REFERENCES `verification_sessions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`evidence_id`) REFERENCES `evidence`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `artifacts_session` ON `artifacts` (`session_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `audit_events` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`session_id` text,
	`actor_type` text NOT NULL,
	`actor_id` text,
	`action` text NOT NULL,
	`target_id` text,
	`detail` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_events_session` ON `audit_events` (`session_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `audit_events_organization` ON `audit_events` (`organization_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `check_results` (
	`session_id` text NOT NULL,
	`name` text NOT NULL,
	`organization_id` text NOT NULL,
	`outcome` text NOT NULL,
	`reason_codes` text NOT NULL,
	`required` integer NOT NULL,
	`score` text,
	`threshold` text,
	`position` integer NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`session_id`, `name`),
	FOREIGN KEY (`session_id`) REFERENCES `verification_sessions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `consents` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`session_id` text NOT NULL,
	`text_version` text NOT NULL,
	`locale` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`session_id`) REFERENCES `verification_sessions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `consents_session` ON `consents` (`session_id`);--> statement-breakpoint
CREATE TABLE `decisions` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`session_id` text NOT NULL,
	`outcome` text NOT NULL,
	`reason_codes` text NOT NULL,
	`decided_by` text NOT NULL,
	`comment_sealed` blob,
	`policy_version` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`session_id`) REFERENCES `verification_sessions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `decisions_session` ON `decisions` (`session_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `evidence` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`session_id` text NOT NULL,
	`slot` text NOT NULL,
	`attempt` integer NOT NULL,
	`state` text NOT NULL,
	`media_type` text NOT NULL,
	`sha256` text NOT NULL,
	`reason_codes` text NOT NULL,
	`created_at` integer NOT NULL,
	`analyzed_at` integer,
	FOREIGN KEY (`session_id`) REFERENCES `verification_sessions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `evidence_attempt` ON `evidence` (`session_id`,`slot`,`attempt`);--> statement-breakpoint
CREATE TABLE `handoffs` (
	`code_hash` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`session_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`redeemed_at` integer,
	FOREIGN KEY (`session_id`) REFERENCES `verification_sessions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `handoffs_session` ON `handoffs` (`session_id`);--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`organization_id` text NOT NULL,
	`environment` text NOT NULL,
	`key` text NOT NULL,
	`request_hash` text NOT NULL,
	`response_sealed` blob NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `environment`, `key`)
);
--> statement-breakpoint
CREATE INDEX `idempotency_keys_expiry` ON `idempotency_keys` (`expires_at`);--> statement-breakpoint
CREATE TABLE `jobs` (
	`id` text PRIMARY KEY NOT NULL,
	`lane` text NOT NULL,
	`kind` text NOT NULL,
	`key` text NOT NULL,
	`payload` text NOT NULL,
	`group_key` text,
	`run_at` integer NOT NULL,
	`attempts` integer NOT NULL,
	`locked_until` integer,
	`lock_token` text,
	`last_error` text,
	`dead_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_key_unique` ON `jobs` (`key`);--> statement-breakpoint
CREATE INDEX `jobs_due` ON `jobs` (`lane`,`dead_at`,`run_at`);--> statement-breakpoint
CREATE INDEX `jobs_locked` ON `jobs` (`locked_until`,`group_key`);--> statement-breakpoint
CREATE TABLE `login_sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `login_sessions_user` ON `login_sessions` (`user_id`);--> statement-breakpoint
CREATE TABLE `memberships` (
	`organization_id` text NOT NULL,
	`user_id` text NOT NULL,
	`role` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `user_id`),
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `memberships_user` ON `memberships` (`user_id`);--> statement-breakpoint
CREATE TABLE `organization_api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`environment` text NOT NULL,
	`label` text NOT NULL,
	`secret_key_hash` text NOT NULL,
	`publishable_key_hash` text NOT NULL,
	`secret_key_prefix` text NOT NULL,
	`publishable_key_prefix` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	`revoked_at` integer,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `organization_api_keys_secret_key_hash_unique` ON `organization_api_keys` (`secret_key_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `organization_api_keys_publishable_key_hash_unique` ON `organization_api_keys` (`publishable_key_hash`);--> statement-breakpoint
CREATE INDEX `organization_api_keys_organization` ON `organization_api_keys` (`organization_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `organization_policies` (
	`organization_id` text NOT NULL,
	`environment` text NOT NULL,
	`version` integer NOT NULL,
	`policy` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `environment`, `version`),
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `organizations` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `rate_limit_counters` (
	`bucket` text NOT NULL,
	`window_start` integer NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`bucket`, `window_start`)
);
--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`password_hash` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email_unique` ON `users` (`email`);--> statement-breakpoint
CREATE TABLE `verification_sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`environment` text NOT NULL,
	`external_user_id` text,
	`return_url` text,
	`webhook_url` text,
	`webhook_secret_sealed` blob,
	`metadata` text NOT NULL,
	`locale` text,
	`expected_details_sealed` blob,
	`policy_input` text NOT NULL,
	`policy_version` integer NOT NULL,
	`status` text NOT NULL,
	`review_status` text NOT NULL,
	`client_secret_hash` text NOT NULL,
	`wrapped_key` blob,
	`sequence` integer NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`submitted_at` integer,
	`completed_at` integer,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `verification_sessions_client_secret_hash_unique` ON `verification_sessions` (`client_secret_hash`);--> statement-breakpoint
CREATE INDEX `verification_sessions_newest` ON `verification_sessions` (`organization_id`,`environment`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `verification_sessions_external` ON `verification_sessions` (`organization_id`,`environment`,`external_user_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `verification_sessions_status` ON `verification_sessions` (`organization_id`,`environment`,`status`,`created_at`);--> statement-breakpoint
CREATE INDEX `verification_sessions_review` ON `verification_sessions` (`organization_id`,`environment`,`review_status`,`created_at`);--> statement-breakpoint
CREATE INDEX `verification_sessions_expiry` ON `verification_sessions` (`status`,`expires_at`);--> statement-breakpoint
CREATE TABLE `webhook_attempts` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`event_id` text NOT NULL,
	`number` integer NOT NULL,
	`started_at` integer NOT NULL,
	`duration_ms` integer NOT NULL,
	`status` integer,
	`error` text,
	`response_text` text,
	`next_attempt_at` integer,
	FOREIGN KEY (`event_id`) REFERENCES `webhook_events`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `webhook_attempts_event` ON `webhook_attempts` (`event_id`,`number`);--> statement-breakpoint
CREATE TABLE `webhook_events` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`environment` text NOT NULL,
	`session_id` text NOT NULL,
	`sequence` integer NOT NULL,
	`type` text NOT NULL,
	`body_sealed` blob NOT NULL,
	`url` text,
	`state` text NOT NULL,
	`created_at` integer NOT NULL,
	`released_at` integer,
	`delivered_at` integer,
	FOREIGN KEY (`session_id`) REFERENCES `verification_sessions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `webhook_events_sequence` ON `webhook_events` (`session_id`,`sequence`);