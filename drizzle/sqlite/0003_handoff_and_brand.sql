ALTER TABLE `handoffs` ADD `number` integer;--> statement-breakpoint
ALTER TABLE `handoffs` ADD `credential_hash` text;--> statement-breakpoint
ALTER TABLE `handoffs` ADD `confirmed_at` integer;--> statement-breakpoint
ALTER TABLE `handoffs` ADD `refused_at` integer;--> statement-breakpoint
ALTER TABLE `organizations` ADD `brand_accent` text;--> statement-breakpoint
ALTER TABLE `organizations` ADD `brand_logo` blob;--> statement-breakpoint
ALTER TABLE `verification_sessions` ADD `active_credential_hash` text;